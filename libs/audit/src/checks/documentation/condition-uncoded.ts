import { normalizeCode } from '@claims-audit/contracts'
import type { Fact, ReportableCondition } from '@claims-audit/evidence'
import { NO_CHANGE, evidenceOf, indicatorsOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { isAssessed, isCaredFor } from '../../record/assessment.js'
import { isEstablished, isProviders, mentionsOf } from '../../record/facts.js'
import { matchesAny } from '../../rules/patterns.js'
import { onceFor } from '../../knowledge/once-for.js'

/**
 * Conditions that a provider documents, affirmed and of now, and that no billed code reports (Guideline III for a stay,
 * IV.J outside of one, where only what was assessed at the visit is reported). The provider is asked; nothing is said
 * of a doubtful one.
 */
export function conditionUncoded(record: RecordUnderAudit): Match[] {
  if (!record.documented) return []
  const billed = record.billed
  const asked = record.coding.conditions.filter(
    ({ answered, of, notWith = [] }) =>
      !billed.some((code) => matchesAny(code, answered)) &&
      (of === undefined || (of === 'stay') === isStay(record)) &&
      !record.claim.procedures.some(({ code }) => matchesAny(code, notWith)),
  )
  const read = record.readFor(namesIn(record.coding.conditions))
  const by = Map.groupBy(read, ({ concept }) => concept)
  return asked.flatMap((condition) => {
    const said = condition.names.flatMap((name) => by.get(name) ?? []).filter((fact) => counts(fact, condition, record))
    return said.length === 0 ? [] : [matchOf(condition, said, record)]
  })
}

/** All of them, whatever is billed: one list is compiled once. */
const namesIn = onceFor((conditions: ReportableCondition[]) => [
  ...new Set(conditions.flatMap(({ names, except = [] }) => [...names, ...except])),
])

const isStay = ({ claim }: RecordUnderAudit): boolean => claim.claimType === 'institutional-inpatient'

function counts(fact: Fact, { needs, status }: ReportableCondition, record: RecordUnderAudit): boolean {
  const { documentId, start, end } = fact
  const { claimType } = record.claim
  const toldNow = status === true ? { ...fact, temporality: 'current' as const } : fact
  if (fact.assertion !== 'affirmed' || !isProviders(fact, claimType) || !isEstablished(toldNow, claimType)) return false
  if (status === true) return true
  const text = record.texts.get(documentId) ?? ''
  if (isAssessed(fact, record.texts)) return true
  if (!isStay(record) || needs === 'assessment') return false
  // A discharge summary tells the stay's course; a progress note repeats much of before.
  if (fact.documentType === 'discharge-summary' && needs === undefined) return true
  return OF_THE_STAY.includes(fact.documentType) && isCaredFor(text, start, end)
}

const OF_THE_STAY: Fact['documentType'][] = ['discharge-summary', 'progress-note']

function matchOf({ condition, wanted }: ReportableCondition, said: Fact[], record: RecordUnderAudit): Match {
  const mentions = mentionsOf(said)
  const entry = record.codeSets.diagnosis(normalizeCode(wanted), record.date)
  return {
    codes: [],
    target: [condition],
    values: { condition, wanted, title: entry?.title ?? '', said: mentions[0]?.text ?? '' },
    evidence: evidenceOf(mentions),
    indicators: indicatorsOf(mentions, record.documentDates, record.documentTypes),
    proposal: entry?.billable === true ? { ...NO_CHANGE, add: [{ code: wanted, role: 'secondary' }] } : NO_CHANGE,
  }
}
