import type { IsoDate } from '@claims-audit/contracts'
import type { Place, Refusal } from '../report/place.js'

/** HL03 of an 837. */
export const PROVIDER = '20'
export const SUBSCRIBER = '22'
export const PATIENT = '23'
const ABOVE: Record<string, string> = { [SUBSCRIBER]: PROVIDER, [PATIENT]: SUBSCRIBER }

/** A level of the hierarchy (2000A billing provider, 2000B subscriber, 2000C patient) with what its segments say. */
export interface Level {
  code: string
  /** The level that HL02 names. */
  above: Level | undefined
  /** Why no claim under it can be read. */
  refusal: Refusal | undefined
  /** Of the billing provider: its NPI. */
  npi?: string
  /** Of the subscriber: the member id, and the payer that the claim goes to. */
  memberId?: string
  payerId?: string
  /** Of the subscriber or patient. */
  birthDate?: IsoDate
  sex?: 'F' | 'M' | 'U'
  /** Why this person's own claims cannot be read. */
  personRefusal?: Refusal
}

/** A child follows its parent closely; what is older is forgotten, so that one transaction may hold any number. */
const MOST_KEPT = 10_000

/** The levels of a transaction, by HL01: whose claim it is follows from HL02, and not from what stands before. */
export class Hierarchy {
  private readonly providers = new Map<string, Level>()
  private readonly subscribers = new Map<string, Level>()
  current: Level | undefined

  clear(): void {
    this.providers.clear()
    this.subscribers.clear()
    this.current = undefined
  }

  /** Opens the level of an HL segment; `place` is that of its HL02. */
  open(id: string, parent: string, code: string, place: Place): void {
    const wanted = ABOVE[code]
    const above = wanted === undefined ? undefined : this.keptBy(wanted)?.get(parent)
    const isLost = code !== PROVIDER && above === undefined
    this.current = { code, above, refusal: isLost ? { code: 'hierarchy', place } : above?.refusal }
    const kept = this.keptBy(code)
    if (kept === undefined) return
    kept.delete(id)
    kept.set(id, this.current)
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string)
  }

  private keptBy(code: string): Map<string, Level> | undefined {
    if (code === PROVIDER) return this.providers
    return code === SUBSCRIBER ? this.subscribers : undefined
  }
}
