import type { GroupResult } from '@claims-audit/ms-drg'
import type { ConformanceClaim } from './generate-claims.ts'
import type { OracleAnswer, OracleResult } from './oracle.ts'

/** What two groupers must agree on. DRGs have three digits, MDCs two. */
export interface Outcome {
  initialDrg: string
  finalDrg: string
  mdc: string
  returnCode: string
}

/** A claim with both results. `explained`: they differ, and README.md says why. */
export interface Comparison {
  claim: ConformanceClaim
  ours: Outcome
  theirs: Outcome | { error: string }
  verdict: 'agree' | 'explained' | 'differ'
  /**
   * What is compared beside an outcome that agrees, and decides nothing; left out where the reference grouper does not
   * say it.
   */
  further: { baseDrg?: boolean; severity?: boolean }
}

export function compare(claim: ConformanceClaim, result: GroupResult, answer: OracleAnswer): Comparison {
  const { initialDrg, finalDrg, mdc, returnCode } = result
  const ours = { initialDrg, finalDrg, mdc, returnCode }
  if ('error' in answer) return { claim, ours, theirs: answer, verdict: 'differ', further: {} }
  const theirs = outcomeOf(answer)
  if (isSame(ours, theirs)) return { claim, ours, theirs, verdict: 'agree', further: compareFurther(result, answer) }
  return {
    claim,
    ours,
    theirs,
    verdict: isReroutedToNothing(claim, ours, theirs) ? 'explained' : 'differ',
    further: {},
  }
}

function compareFurther(result: GroupResult, answer: OracleResult): Comparison['further'] {
  const severity = result.severity === severityOf(answer)
  return answer.baseDrg === null ? { severity } : { severity, baseDrg: result.baseDrg === baseDrgOf(answer) }
}

function severityOf({ finalSeverity }: OracleResult): string {
  return finalSeverity === 'NONE' ? 'NCC' : finalSeverity
}

export function outcomeOf({ initialDrg, finalDrg, mdc, returnCode }: OracleResult): Outcome {
  return { initialDrg: padded(initialDrg, 3), finalDrg: padded(finalDrg, 3), mdc: padded(mdc, 2), returnCode }
}

/** Null where there is no DRG. */
export function baseDrgOf({ baseDrg }: OracleResult): string | null {
  return baseDrg === null ? null : padded(baseDrg, 3)
}

function isSame(a: Outcome, b: Outcome): boolean {
  return a.initialDrg === b.initialDrg && a.finalDrg === b.finalDrg && a.mdc === b.mdc && a.returnCode === b.returnCode
}

/** A spinal neurostimulator: the generator, and the lead by one approach or the other. */
const GENERATOR = '0JH83EZ'
const LEADS = ['00HV3MZ', '00HV4MZ']
const REROUTED_TO_NOTHING = ['40.0', '40.1', '41.0', '41.1', '42.0', '42.1']
const NOTHING = { initialDrg: '000', finalDrg: '000', returnCode: 'OK' }
const UNGROUPABLE = { initialDrg: '999', finalDrg: '999', mdc: '00', returnCode: 'UNGROUPABLE' }

/**
 * Up to 42.1 the two clusters of a spinal neurostimulator take their components out of MDC 29 without counting there
 * themselves. Outside their own MDCs the claim is led to 29 by the components, and no row holds. The reference grouper
 * says DRG 0 and OK to that; since there is no DRG 0, this grouper says 999 and UNGROUPABLE
 * (libs/ms-drg/corpus/README.md). No other cluster does that, and from 43.0 on neither do these.
 */
function isReroutedToNothing({ version, procedures }: ConformanceClaim, ours: Outcome, theirs: Outcome): boolean {
  const implanted = procedures.includes(GENERATOR) && LEADS.some((lead) => procedures.includes(lead))
  return (
    REROUTED_TO_NOTHING.includes(version) &&
    implanted &&
    isSame(theirs, { ...NOTHING, mdc: theirs.mdc }) &&
    isSame(ours, UNGROUPABLE)
  )
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0')
}
