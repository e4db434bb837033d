import { VOID_REASON, isVoid } from './void.js'
import { parseClaim, parseVoid } from '@claims-audit/claim'
import type { Claim } from '@claims-audit/claim'
import type { IsoDate, Reason, SubmittedClaim } from '@claims-audit/contracts'

/**
 * A claim of the input with the day on which its event was sent, or why it is rejected. `converted`: what another
 * format became; it has no version yet. `voids`: the bill of a void, which has nothing to audit; `isVoid`: so is the event
 * that the text is.
 */
type Read =
  | { claim: Claim; sentOn?: IsoDate | undefined; converted?: SubmittedClaim }
  | { rejected: Reason; voids?: SubmittedClaim; isVoid?: true }
/**
 * `at`: where it is. The line, in a JSON array the item; of FHIR also the resource; in X12 interchange, transaction,
 * claim. `text`: the claim as JSON.
 */
export type InputClaim = { at: object; text: string } & Read

/** What a value that should be a claim is. */
export function judgedItem(item: unknown): { text: string } & Read {
  const parsed = parseClaim(item)
  if ('claim' in parsed) return { text: JSON.stringify(item), claim: parsed.claim, sentOn: parsed.sentOn }
  const { rejected } = parsed
  // What is too deep to be written again was refused before its type was looked at.
  return { text: '', rejected, ...(rejected.code === 'unknown-type' && judgedVoid(JSON.stringify(item))) }
}

/** What the text of a void's event is, or nothing where it is no such event. */
export function judgedVoid(text: string): { text: string; rejected: Reason; isVoid?: true } | undefined {
  const read = parseVoid(text)
  if (read === undefined) return undefined
  return 'voided' in read ? { text, rejected: VOID_REASON, isVoid: true } : { text, rejected: read.rejected }
}

/** What a claim is that was made of another format. */
export function judgedConversion(claim: SubmittedClaim): { text: string } & Read {
  if (isVoid(claim)) return { text: '', rejected: VOID_REASON, voids: claim }
  const judged = judgedItem(claim)
  return 'claim' in judged ? { ...judged, converted: claim } : judged
}
