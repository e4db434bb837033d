import type { CodeEntry } from '@claims-audit/code-sets'
import type { Fact } from '@claims-audit/evidence'
import { evidenceOf, indicatorsOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import { billedDiagnoses } from '../../findings/subject.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { namesOf } from '../../findings/supported-code.js'
import { isEstablished, mentionsOf } from '../../record/facts.js'
import { spokenNamesOf } from './spoken-names.js'

/**
 * Signs, and what is no diagnosis of this patient's now: a note that denies one of several complaints contradicts no
 * code.
 */
const NO_DIAGNOSIS = /^[RVWXYZ]/

/**
 * Billed conditions that the record names and never establishes: each mention of them, by the code's own title or
 * inclusion terms or by its category, is denied, or uncertain (Guidelines I.A.19; IV.H: outside of a stay a diagnosis
 * that is "probable" or "rule out" is not coded; II.H and III.C: in a stay only where it stands so at discharge).
 * Conditions that the lexicon reads have rules of their own.
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
  const said = record.readFor(widerNamesOf(entry, record)).filter(({ experiencer }) => experiencer === 'patient')
  if (said.some((fact) => isEstablished({ ...fact, temporality: 'current' }, claimType))) return []
  const mentions = mentionsOf(said)
  const how = howSaid(mentions, record)
  if (how === undefined) return []
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

/** What a classification adds to the name of a condition. */
const QUALIFIED = /,| (?:due to|with|without|in|of unspecified|not elsewhere classified|associated with)\b/
/** A name of fewer letters is a word of many conditions. */
const SHORTEST = 6

/** Beside its own names, and those that notes use, the ones of the headers above a code, up to their qualifiers: "Hypersensitivity pneumonitis". */
function widerNamesOf(entry: CodeEntry, record: RecordUnderAudit): string[] {
  const above = [3, 4, 5].flatMap((length) => {
    const header =
      length < entry.code.length ? record.codeSets.diagnosis(entry.code.slice(0, length), record.date) : undefined
    return header === undefined ? [] : [header]
  })
  const wider = [entry, ...above]
    .map(({ title }) => title.replace(/^(?:Unspecified|Other specified|Other)\s/, '').split(QUALIFIED, 1)[0] ?? '')
    .filter((name) => name.length >= SHORTEST)
  return [...new Set([...namesOf(entry, record), ...wider, ...spokenNamesOf(entry.code)])]
}

/** What stands before a mention, in characters. */
const BEFORE = 60
const isBehind = (words: RegExp, { documentId, start }: Fact, { texts }: RecordUnderAudit): boolean =>
  words.test((texts.get(documentId) ?? '').slice(Math.max(0, start - BEFORE), start))

/** "Has never had a history of asthma" denies what was, and not what this encounter found. */
const HISTORY = /\b(?:history|hx|h\/o)\b[^.;:\n]{0,40}$/i
/** "Biopsies to rule out carcinomatosis": what a test is to settle is uncertain until then. */
const TO_RULE_OUT = /\b(?:rule out|r\/o|exclude)\b[^.;:\n]{0,30}$/i

/** Undefined where the condition is not spoken of, or only asked about. */
function howSaid(facts: Fact[], record: RecordUnderAudit): 'denied' | 'uncertain' | undefined {
  const isUncertain = (fact: Fact): boolean =>
    fact.assertion === 'possible' || (fact.assertion === 'hypothetical' && isBehind(TO_RULE_OUT, fact, record))
  if (facts.some(isUncertain)) return 'uncertain'
  return facts.some((fact) => fact.assertion === 'negated' && !isBehind(HISTORY, fact, record)) ? 'denied' : undefined
}
