import type { CodeEntry } from '@claims-audit/code-sets'
import type { Fact } from '@claims-audit/evidence'
import { evidenceOf, indicatorsOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import { billedDiagnoses } from '../../findings/subject.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { namesOf } from '../../findings/supported-code.js'
import { isEstablished, mentionsOf } from '../../record/facts.js'

/**
 * Signs, and what is no diagnosis of this patient's now: a note that denies one of several complaints contradicts no
 * code.
 */
const NO_DIAGNOSIS = /^[RVWXYZ]/

/**
 * Billed conditions that the record names and never establishes: each mention of them by the code's own title or
 * inclusion terms is denied, or outside of a stay uncertain (Guideline I.A.19; IV.H: outpatient, a diagnosis that is
 * "probable" or "rule out" is not coded). Conditions that the lexicon reads have rules of their own.
 */
export function notEstablished(record: RecordUnderAudit): Match[] {
  if (!record.documented) return []
  return [...new Set(billedDiagnoses(record.claim))].flatMap((code) => {
    if (NO_DIAGNOSIS.test(code) || record.concepts.forCode(code) !== undefined) return []
    const entry = record.codeSets.diagnosis(code, record.date)
    return entry === undefined || entry.header ? [] : matchOf(entry, record)
  })
}

function matchOf(entry: CodeEntry, record: RecordUnderAudit): Match[] {
  const { claimType } = record.claim
  const said = record.readFor(namesOf(entry, record)).filter(({ experiencer }) => experiencer === 'patient')
  const how = howSaid(said)
  if (how === undefined || said.some((fact) => isEstablished({ ...fact, temporality: 'current' }, claimType))) return []
  if (how === 'uncertain' && claimType === 'institutional-inpatient') return []
  const mentions = mentionsOf(said)
  return [
    {
      codes: [entry.dotted],
      target: [how],
      values: { code: entry.dotted, title: entry.title, how, said: mentions[0]?.text ?? '' },
      evidence: evidenceOf(mentions),
      indicators: indicatorsOf(mentions, record.documentDates, record.documentTypes),
    },
  ]
}

/** Undefined where the condition is not spoken of, or only asked about. */
function howSaid(facts: Fact[]): 'denied' | 'uncertain' | undefined {
  if (facts.some(({ assertion }) => assertion === 'possible')) return 'uncertain'
  return facts.some(({ assertion }) => assertion === 'negated') ? 'denied' : undefined
}
