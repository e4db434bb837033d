import type { BillHold, Ranking } from '@claims-audit/contracts'
import type { Right } from '@claims-audit/access'

/** What a person may do with the work on a claim, and the right that it takes. */
export const CLAIM_ACTS = {
  take: 'findings:judge',
  release: 'findings:judge',
  reassign: 'findings:lead',
} as const satisfies Record<string, Right>
export type ClaimAct = keyof typeof CLAIM_ACTS

export type ClaimRefusalCode = 'taken' | 'not-owner' | 'no-person'

/** Who has the claim after the act, empty where no person; or why the act is refused. `owner` is who has it now. */
export function decideOwner(
  owner: string,
  { act, person, to }: { act: ClaimAct; person: string; to: string | null },
): { owner: string } | { refused: ClaimRefusalCode } {
  switch (act) {
    case 'take':
      return owner === '' || owner === person ? { owner: person } : { refused: 'taken' }
    case 'release':
      return owner === person ? { owner: '' } : { refused: 'not-owner' }
    case 'reassign':
      return to === null ? { refused: 'no-person' } : { owner: to }
  }
}

/** Of a tenant that has set none. */
export const DEFAULT_RANKING: Ranking['rows'] = [{ filter: {}, order: ['due', 'impact', 'severity'] }]

/** Days after discharge by which a bill is due, of a tenant that has set none. */
export const DEFAULT_BILL_HOLD: BillHold = { days: 4 }
