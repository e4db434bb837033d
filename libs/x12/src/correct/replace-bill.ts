import { NotChanged } from './claim-change.js'
import type { Replacement } from './claim-change.js'
import type { ClaimText } from './claim-text.js'
import { withElements } from './raw-segment.js'

/** CLM05-3: replacement of a prior claim (NUBC, type of bill). */
const REPLACEMENT = '7'
/**
 * Change in clinical codes, ICD (NUBC condition codes; Medicare asks for one on every adjusted bill: Claims Processing
 * Manual, ch. 1, 130.1.2.1).
 */
const CODES_CHANGED = 'D4'
/** Condition codes that say why a bill is changed. */
const REASON_OF_CHANGE = /^D\d|^E0/
const COMPOSITES_OF_A_SEGMENT = 12
/** The segments that stand before REF*F8 in loop 2300 (X223, X222). */
const BEFORE_REFERENCES = new Set(['CLM', 'DTP', 'CL1', 'PWK', 'CN1', 'AMT'])
const REFERENCES_BEFORE = new Set(['4N', 'F5', 'EW', '9F', 'G1'])

/**
 * Makes the claim a replacement of the one that the payer has: frequency 7, the payer's number for it, and for an
 * institutional one why.
 */
export function replaceBill(claim: ClaimText, { payerClaimNumber }: Replacement, isInstitutional: boolean): void {
  setFrequency(claim)
  setPayerClaimNumber(claim, payerClaimNumber)
  if (isInstitutional) setReasonOfChange(claim)
}

function setFrequency(claim: ClaimText): void {
  const { separators } = claim
  const composite = claim.element(0, 5).split(separators.component)
  composite[2] = REPLACEMENT
  const [facility = '', qualifier = '', frequency = ''] = composite
  const changed = [facility, qualifier, frequency].join(separators.component)
  claim.set(0, withElements(claim.texts[0] ?? '', separators, { 5: changed }))
}

function setPayerClaimNumber(claim: ClaimText, number: string | undefined): void {
  const header = headerOf(claim)
  const { element, component, repetition, terminator } = claim.separators
  if ([element, component, repetition, terminator].some((each) => each !== '' && number?.includes(each)))
    throw new NotChanged('payer-claim-number')
  const known = header.find((at) => claim.tagOf(at) === 'REF' && claim.element(at, 1) === 'F8')
  if (known !== undefined) {
    if (number !== undefined) claim.set(known, withElements(claim.texts[known] ?? '', claim.separators, { 2: number }))
    return
  }
  if (number === undefined) throw new NotChanged('payer-claim-number')
  const last = header.findLast((at) => standsBeforeNumber(claim, at)) ?? 0
  claim.addBehind(last, ['REF', 'F8', number].join(element))
}

const standsBeforeNumber = (claim: ClaimText, at: number): boolean =>
  BEFORE_REFERENCES.has(claim.tagOf(at)) || (claim.tagOf(at) === 'REF' && REFERENCES_BEFORE.has(claim.element(at, 1)))

function setReasonOfChange(claim: ClaimText): void {
  const { element, component } = claim.separators
  const composite = `BG${component}${CODES_CHANGED}`
  const health = headerOf(claim).filter((at) => claim.tagOf(at) === 'HI')
  const conditions = health.filter((at) => claim.element(at, 1).startsWith(`BG${component}`))
  const all = conditions.flatMap((at) => (claim.texts[at] ?? '').split(element).slice(1))
  if (all.some((each) => REASON_OF_CHANGE.test(each.split(component)[1] ?? ''))) return
  const open = conditions.at(-1)
  const text = claim.texts[open ?? -1] ?? ''
  if (open !== undefined && text.split(element).length <= COMPOSITES_OF_A_SEGMENT)
    return claim.set(open, `${text}${element}${composite}`)
  // Treatment codes alone stand behind condition codes.
  const last = health.findLast((at) => !claim.element(at, 1).startsWith(`TC${component}`))
  claim.addBehind(last ?? headerOf(claim).at(-1) ?? 0, `HI${element}${composite}`)
}

/** Loop 2300 itself: up to the first provider (2310), other payer (2320) or line (2400). */
function headerOf(claim: ClaimText): number[] {
  const end = claim.texts.findIndex((_, at) => ['NM1', 'SBR', 'LX', 'HCP'].includes(claim.tagOf(at)))
  return Array.from({ length: end === -1 ? claim.texts.length : end }, (_, at) => at)
}
