import type { AuditResult, Correction, Finding, Proposal } from '@claims-audit/contracts'
import { changesCodes } from '../findings/proposal.js'

/**
 * What became of what was asked, in the next version or revision of the claim. `applied`: all codes are as proposed;
 * `partly`: some are; `otherwise`: the codes in question changed, but not as proposed; `answered`: what asked for no
 * codes is no longer found; `ignored`: none of these.
 */
export type Fate = 'applied' | 'partly' | 'otherwise' | 'answered' | 'ignored'

/** The fate of one finding of a correction. */
export interface CorrectionFate {
  correction: Correction
  finding: Finding
  /** The result that the correction was sent because of. */
  before: AuditResult
  /** The one that came next. */
  after: AuditResult
  fate: Fate
  /** Its part of the change of the claim's weight, in ten-thousandths; null where a weight is unknown. */
  weightChange: number | null
  /** Its part in cents; null where no base rate was known. */
  amountChange: number | null
}

/** Of corrections that stood when `after` came, finding by finding. */
export function fatesOf(standing: readonly Correction[], before: AuditResult, after: AuditResult): CorrectionFate[] {
  const asked = standing.flatMap((correction) =>
    before.findings
      .filter(({ findingId }) => correction.findingIds.includes(findingId))
      .map((finding) => ({ correction, finding, before, after, fate: fateOf(finding, before, after) })),
  )
  const change = weightChangeOf(before, after)
  const shares = change === null ? undefined : sharesOf(change, asked)
  return asked.map((each, at) => {
    const weightChange = shares?.[at] ?? null
    return { ...each, weightChange, amountChange: amountOfChange(weightChange, [each.finding, ...before.findings]) }
  })
}

function fateOf({ proposal, ruleId, locus, action }: Finding, before: AuditResult, after: AuditResult): Fate {
  if (action !== 'query' && changesCodes(proposal)) return fateOfCodes(proposal, before, after)
  return after.findings.some((each) => each.ruleId === ruleId && each.locus === locus) ? 'ignored' : 'answered'
}

function fateOfCodes({ add, remove, replace }: Proposal, before: AuditResult, after: AuditResult): Fate {
  const [had, has] = [new Set(before.facets.codes), new Set(after.facets.codes)]
  const done = [
    ...add.map(({ code }) => has.has(code)),
    ...remove.map(({ code }) => !has.has(code)),
    ...replace.map(({ from, to }) => !has.has(from) && has.has(to)),
  ]
  if (done.every(Boolean)) return 'applied'
  if (done.some(Boolean)) return 'partly'
  const named = [...remove.map(({ code }) => code), ...replace.map(({ from }) => from)]
  return named.some((code) => had.has(code) && !has.has(code)) ? 'otherwise' : 'ignored'
}

const TEN_THOUSANDTHS = 10_000

/** Table 5 publishes four decimals. */
function weightChangeOf(before: AuditResult, after: AuditResult): number | null {
  const [from, to] = [before, after].map(({ drg }) => drg?.asSubmitted.weight ?? null)
  return from == null || to == null ? null : Math.round((to - from) * TEN_THOUSANDTHS)
}

/**
 * Parts that add up to the claim's change. They go to what was done as asked, and only where nothing was, to what was
 * done otherwise; among those, to what was expected to change the weight, if anything was. A change that came with
 * nothing done belongs to no correction.
 */
function sharesOf(change: number, asked: Asked[]): number[] {
  const asAsked = asked.filter(({ fate }) => fate !== 'ignored' && fate !== 'otherwise')
  const done = asAsked.length > 0 ? asAsked : asked.filter(({ fate }) => fate === 'otherwise')
  const weighing = done.filter(({ finding }) => (finding.drgImpact?.weightDelta ?? 0) !== 0)
  const sharers = weighing.length > 0 ? weighing : done
  const part = Math.trunc(change / (sharers.length || 1))
  return asked.map((each) => {
    const at = sharers.indexOf(each)
    if (at === -1) return 0
    return at === 0 ? change - part * (sharers.length - 1) : part
  })
}

type Asked = Pick<CorrectionFate, 'finding' | 'fate'>

const CENTS = 100

/** By the base rate that the findings of the claim were priced with: an amount is the weight times the rate. */
function amountOfChange(weightChange: number | null, findings: Finding[]): number | null {
  const priced = findings.find(({ drgImpact }) => drgImpact?.amountDelta != null && (drgImpact.weightDelta ?? 0) !== 0)
  const { amountDelta, weightDelta } = priced?.drgImpact ?? {}
  if (weightChange === null || amountDelta == null || weightDelta == null) return null
  return Math.round((weightChange / TEN_THOUSANDTHS) * (amountDelta / weightDelta) * CENTS)
}
