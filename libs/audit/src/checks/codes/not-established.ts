import type { CodeEntry } from '@claims-audit/code-sets'
import type { Fact } from '@claims-audit/evidence'
import { evidenceOf, indicatorsOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { namesOf } from '../../findings/supported-code.js'
import { namesFor } from '../../knowledge/families.js'
import { isEstablished, mentionsOf } from '../../record/facts.js'

/** What is no diagnosis of this patient's now. */
const NO_DIAGNOSIS = /^[VWXYZ]/
/** A note that denies a sign once denies one of several complaints, and contradicts no code. */
const SIGN = /^R/
const DENIALS_OF_A_SIGN = 2

/**
 * Billed conditions that the record names and never establishes: each mention of them, by the code's own title or
 * inclusion terms or by its category, is denied, or uncertain (Guidelines I.A.19; IV.H: outside of a stay a diagnosis
 * that is "probable" or "rule out" is not coded; II.H and III.C: in a stay only where it stands so at discharge).
 * Conditions that the lexicon reads have rules of their own.
 */
export function notEstablished(record: RecordUnderAudit): Match[] {
  if (!record.documented) return []
  return record.billed.flatMap((code) => {
    if (NO_DIAGNOSIS.test(code) || record.concepts.forCode(code) !== undefined) return []
    const entry = record.codeSets.diagnosis(code, record.date)
    return entry === undefined || entry.header ? [] : matchOf(entry, record)
  })
}

function matchOf(entry: CodeEntry, record: RecordUnderAudit): Match[] {
  const { claimType } = record.claim
  const { names, broad } = namesFor(entry.code, record.coding)
  const said = record
    .readFor([...new Set([...widerNamesOf(entry, record), ...names])])
    .filter(({ experiencer }) => experiencer === 'patient')
  const isDiagnosed = (fact: Fact): boolean =>
    isEstablished(asOfNow(fact, entry), claimType) && !isBehind(TO_BE_EVALUATED, fact, record)
  if (said.some(isDiagnosed)) return []
  const mentions = mentionsOf(
    said.filter(({ concept, assertion }) => assertion !== 'negated' || !broad.includes(concept)),
  )
  if (SIGN.test(entry.code) && mentions.length < DENIALS_OF_A_SIGN) return []
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

/** What a history lists is there still, but for a malignancy, which has a code of its own once it is past (Z85.-). */
const asOfNow = (fact: Fact, { code }: CodeEntry): Fact =>
  code.startsWith('C') ? fact : { ...fact, temporality: 'current' }

/** What a classification adds to the name of a condition. */
const QUALIFIED = /,| (?:due to|with|without|in|of unspecified|not elsewhere classified|associated with)\b/
/** A name of fewer letters is a word of many conditions. */
const SHORTEST = 6

/** An inflammation by its own word: the pharyngitis of "Streptococcal pharyngitis". */
const INFLAMMATION = /\b[a-z]{3,}itis\b/gi

/** Beside its own names, the ones of the headers above a code, up to their qualifiers: "Hypersensitivity pneumonitis". */
function widerNamesOf(entry: CodeEntry, record: RecordUnderAudit): string[] {
  const above = [3, 4, 5].flatMap((length) => {
    const header =
      length < entry.code.length ? record.codeSets.diagnosis(entry.code.slice(0, length), record.date) : undefined
    return header === undefined ? [] : [header]
  })
  const wider = [entry, ...above]
    .map(({ title }) => title.replace(/^(?:Unspecified|Other specified|Other)\s/, '').split(QUALIFIED, 1)[0] ?? '')
    .filter((name) => name.length >= SHORTEST)
  return [...namesOf(entry, record), ...wider, ...(entry.title.match(INFLAMMATION) ?? [])]
}

/** What stands before a mention, in characters. */
const BEFORE = 60
const isBehind = (words: RegExp, { documentId, start }: Fact, { texts }: RecordUnderAudit): boolean =>
  words.test((texts.get(documentId) ?? '').slice(Math.max(0, start - BEFORE), start))

/** "Has never had a history of asthma" denies what was, and not what this encounter found. */
const HISTORY = /\b(?:history|hx|h\/o)\b[^.;:\n]{0,40}$/i
/** "Biopsies to rule out carcinomatosis": what a test is to settle is uncertain until then. */
const TO_RULE_OUT = /\b(?:rule out|r\/o|exclude|confirm|evaluate|look for)\b[^.;:\n]{0,30}$/i

/** "Referred for evaluation of glaucoma" tells why the patient comes, and not what was found. */
const TO_BE_EVALUATED = /\b(?:for|to)\s+(?:an?\s+)?(?:evaluat(?:e|ion)|assess(?:ment)?|work-?up)\s+(?:(?:of|for)\s+)?$/i

/** Undefined where the condition is not spoken of, or only asked about. */
function howSaid(facts: Fact[], record: RecordUnderAudit): 'denied' | 'uncertain' | undefined {
  const isUncertain = (fact: Fact): boolean =>
    fact.assertion === 'possible' || (fact.assertion === 'hypothetical' && isBehind(TO_RULE_OUT, fact, record))
  if (facts.some(isUncertain)) return 'uncertain'
  return facts.some((fact) => fact.assertion === 'negated' && !isBehind(HISTORY, fact, record)) ? 'denied' : undefined
}
