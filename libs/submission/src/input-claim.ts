import { parseClaim } from '@claims-audit/claim'
import type { Claim } from '@claims-audit/claim'
import type { IsoDate, Reason } from '@claims-audit/contracts'

/** A claim of the input with the day on which its event was sent, or why it is rejected. */
type Read = { claim: Claim; sentOn?: IsoDate | undefined } | { rejected: Reason }
/**
 * `at`: where it is. The line, in a JSON array the item; of FHIR also the resource; in X12 interchange, transaction, claim. `text`: the claim as JSON.
 */
export type InputClaim = { at: object; text: string } & Read

/** What a value that should be a claim is. */
export function judgedItem(item: unknown): { text: string } & Read {
  const parsed = parseClaim(item)
  return 'claim' in parsed
    ? { text: JSON.stringify(item), claim: parsed.claim, sentOn: parsed.sentOn }
    : { text: '', rejected: parsed.rejected }
}
