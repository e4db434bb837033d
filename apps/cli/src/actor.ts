import { userInfo } from 'node:os'

/** Who does what is recorded, and why, as options give it. */
export interface Actor {
  by?: string | undefined
  note?: string | undefined
}

export const actor = ({ by, note }: Actor): { by: string; note: string | null } => ({
  by: by ?? userInfo().username,
  note: note ?? null,
})
