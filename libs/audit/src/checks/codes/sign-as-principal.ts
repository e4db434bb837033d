import type { CodeEntry } from '@claims-audit/code-sets'
import { dotted } from '@claims-audit/contracts'
import type { Fact, Sign } from '@claims-audit/evidence'
import { evidenceOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import { namesOf } from '../../findings/supported-code.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { namesFor, namesWithin } from '../../knowledge/families.js'
import { isAssessed } from '../../record/assessment.js'
import { isDiagnosed, isEstablished } from '../../record/facts.js'
import { sentenceAround } from '../../record/sentence.js'
import { matchesAny } from '../../rules/patterns.js'

/** What a record says that joins a sign to its cause. */
const JOINS =
  /\b(?:due to|secondary to|caused by|because of|related to|attribut(?:ed|able) to|explained by|explains?|result(?:ing|s)? (?:of|from)|from|on the basis of|as (?:the|a) cause)\b/i

/**
 * A sign or symptom as the principal or first-listed diagnosis, where the condition that it is a part of is billed
 * beside it or diagnosed in the record (Guidelines II.A; IV.D outside of a stay). In a stay the cause must have been
 * present on admission.
 */
export function signAsPrincipal(record: RecordUnderAudit): Match[] {
  const code = record.claim.diagnoses.find(({ role }) => role === 'principal')?.code ?? ''
  const sign = record.coding.signs.find(({ codes }) => matchesAny(code, codes))
  const entry = record.codeSets.diagnosis(code, record.date)
  if (sign === undefined || entry === undefined || entry.header) return []
  const beside = causeBilled(sign, entry, record)
  if (beside !== undefined) return [matchOf(entry, `${dotted(beside)} is billed beside it`, [dotted(beside)], [])]
  const [said, ...more] = causeDiagnosed(sign, record)
  return said === undefined ? [] : [matchOf(entry, `a provider documents "${said.text}"`, [], [said, ...more])]
}

const matchOf = (entry: CodeEntry, how: string, others: string[], said: Fact[]): Match => ({
  codes: [entry.dotted, ...others],
  values: { code: entry.dotted, title: entry.title, how },
  evidence: evidenceOf(said),
})

function causeBilled(
  { causes = [], linked = [] }: Sign,
  entry: CodeEntry,
  record: RecordUnderAudit,
): string | undefined {
  const { diagnoses, claimType } = record.claim
  const present = diagnoses
    .filter(({ role, poa }) => role === 'secondary' && !(claimType === 'institutional-inpatient' && poa !== 'Y'))
    .map(({ code }) => code)
  return (
    present.find((code) => matchesAny(code, causes)) ??
    present.find((code) => matchesAny(code, linked) && isLinked(code, entry, record))
  )
}

/** Whether a sentence of the record names both, and joins them. */
function isLinked(cause: string, sign: CodeEntry, record: RecordUnderAudit): boolean {
  const entry = record.codeSets.diagnosis(cause, record.date)
  if (entry === undefined) return false
  const names = [...namesOf(entry, record), ...namesFor(cause, record.coding).names]
  const stems = (sign.title.toLowerCase().match(/[a-z]{4,}/g) ?? []).map((word) => word.slice(0, STEM))
  return record.readFor(names).some((fact) => {
    if (!isEstablished(fact, record.claim.claimType)) return false
    const sentence = sentenceAround(record.texts.get(fact.documentId) ?? '', fact.start, fact.end).toLowerCase()
    return JOINS.test(sentence) && stems.some((stem) => sentence.includes(stem))
  })
}
/** In letters: "dizziness" and "dizzy", "vomiting" and "vomited". */
const STEM = 5

/** The diagnoses in a provider's assessment that alone explain the sign. */
function causeDiagnosed({ causes = [] }: Sign, record: RecordUnderAudit): Fact[] {
  const names = namesWithin(causes, record.coding)
  if (names.length === 0 || !record.documented) return []
  return record
    .readFor(names)
    .filter((fact) => isDiagnosed(fact, record.claim.claimType) && isAssessed(fact, record.texts))
}
