import type { Claim } from './read-claim.js'
import { bitCount, countedConditions } from './tally.js'
import { ANYWHERE, ON_PRINCIPAL, ON_SECONDARY, SCOPES } from './tables.js'
import type { Condition, GrouperMeta } from './tables.js'

/** The bits of a signal that the claim does not have: suppressed in every MDC. */
export const ABSENT = -1
const EVERYWHERE = 0

const DIED = 20
const LEFT_AGAINST_ADVICE = 7
/** Transfers of a newborn or burn patient to another acute-care hospital: MDC 15's and 22's XFRNBA. */
const TRANSFERS = new Set([2, 5, 66, 82, 85, 94])
const VALID_STATUSES = new Set([
  ...[1, 2, 3, 4, 5, 6, 7, 20, 21, 30, 43, 50, 51, 61, 62, 63, 64, 65, 66, 69, 70],
  ...[81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95],
])
const SUBSTANCE_USE_MDC = 20

/**
 * What the claim shows, as formulas ask it: per signal, the MDCs (bits) in which it does not hold. A signal with
 * several carriers is suppressed only where all of them are.
 */
export function claimSignals(claim: Claim, meta: GrouperMeta): Int32Array {
  const state = new Int32Array(meta.signals).fill(ABSENT)
  for (const { scheme } of claim.secondaries) raise(state, scheme.attributes, ON_SECONDARY, EVERYWHERE)
  for (const { list, suppressedIn } of claim.procedures) raise(state, list.attributes, ANYWHERE, suppressedIn)
  if (claim.principal?.scheme) raise(state, claim.principal.scheme.attributes, ON_PRINCIPAL, EVERYWHERE)
  for (const name of [...statusConditions(claim), ...diagnosisConditions(claim), ...countedConditions(claim.tally)]) {
    const signal = meta.conditions[name]
    if (signal !== undefined) state[signal] = EVERYWHERE
  }
  return state
}

function raise(state: Int32Array, attributes: number[], scope: number, suppressedIn: number): void {
  for (const attribute of attributes) {
    const signal = attribute * SCOPES
    state[signal] = (state[signal] as number) & suppressedIn
    if (scope !== ANYWHERE) state[signal + scope] = (state[signal + scope] as number) & suppressedIn
  }
}

function statusConditions({ dischargeStatus }: Claim): Condition[] {
  const found: Condition[] = [dischargeStatus === DIED ? 'DIED' : 'ALIVE']
  if (dischargeStatus === LEFT_AGAINST_ADVICE) found.push('AMA')
  if (TRANSFERS.has(dischargeStatus)) found.push('XFRNBA')
  if (!VALID_STATUSES.has(dischargeStatus)) found.push('INVALID_DSTAT')
  return found
}

function diagnosisConditions({ principal, secondaries }: Claim): Condition[] {
  const found: Condition[] = ['ANYDX']
  const schemes = secondaries.map((secondary) => secondary.scheme)
  const sites = schemes.reduce((bits, scheme) => bits | scheme.traumaSites, principal?.scheme?.traumaSites ?? 0)
  if (bitCount(sites) >= 2) found.push('MULTST')
  if (!principal) return found
  if (!principal.scheme) found.push('INVALID_PDX')
  if (principal.scheme?.external) found.push('PDX_ECODE')
  if (principal.sexConflict) found.push('INVALID_SEX')
  if (principal.mdc === SUBSTANCE_USE_MDC) found.push('MDC_20_FALL_THRU')
  if (principal.scheme?.incident && schemes.every((scheme) => scheme.incident)) found.push('ONLY:incident')
  return found
}
