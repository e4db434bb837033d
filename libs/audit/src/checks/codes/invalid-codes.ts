import type { Suggestion } from '@claims-audit/code-sets'
import { dotted } from '@claims-audit/contracts'
import { NO_CHANGE, evidenceOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import { replacing } from '../../findings/proposal.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { wordsOfSuggestion } from '../../findings/suggested.js'
import { supportedCondition, supportedSubdivision, type Supported } from '../../findings/supported-code.js'

/**
 * Diagnoses that are no code on the date: unknown, deleted, not yet in force, of the wrong length. Headers are another
 * check's, the admitting diagnosis too.
 */
export function invalidCodes(record: RecordUnderAudit): Match[] {
  const { billed, codeSets, date } = record
  const invalid = billed.filter((code) => {
    const entry = codeSets.diagnosis(code, date)
    return entry === undefined || (!entry.valid && !entry.header)
  })
  return invalid.map((code) => {
    const other = codeSets.procedure(code, date) === undefined ? cptForm(code) : 'is a procedure of ICD-10-PCS'
    if (other !== undefined) return { codes: [code], values: { code, date, instead: `; it ${other}` } }
    return { codes: [dotted(code)], ...meant(code, record, codeSets.suggest(code, date)) }
  })
}

/** What decides without the record. */
const BY_FORM = new Set<Suggestion['how']>(['placeholder', 'no-seventh', 'successor', 'not-yet'])

/**
 * What may be meant. The form of a code decides by itself (a 7th character too many, a single successor); a spelling
 * only where the record says the condition, and else nothing is proposed.
 */
function meant(
  code: string,
  record: RecordUnderAudit,
  suggestion: Suggestion | undefined,
): Pick<Match, 'values' | 'action' | 'proposal' | 'evidence'> {
  const values = {
    code: dotted(code) || '(blank)',
    date: record.date,
    instead: suggestion === undefined ? '' : `; ${wordsOfSuggestion(suggestion)}`,
  }
  if (suggestion === undefined) return { values }
  const found = supported(code, suggestion, record)
  const [only, another] = suggestion.codes
  const decides = found !== undefined || BY_FORM.has(suggestion.how)
  const to = found?.entry.code ?? (another === undefined ? only : undefined)
  return {
    values:
      found === undefined
        ? values
        : { ...values, instead: `; the record says ${found.entry.dotted} (${found.entry.title})` },
    action: to === undefined || !decides ? 'review' : 'correct',
    proposal:
      to === undefined || (suggestion.how === 'misspelt' && found === undefined)
        ? NO_CHANGE
        : replacing(code, to, record.claim),
    evidence: evidenceOf(found?.facts ?? []),
  }
}

function supported(code: string, { how, codes }: Suggestion, record: RecordUnderAudit): Supported | undefined {
  const entries = codes.flatMap((each) => record.codeSets.diagnosis(each, record.date) ?? [])
  if (how === 'misspelt') return supportedCondition(entries, record)
  const deleted = record.codeSets.diagnosis(code, record.date)
  return how === 'successor' && deleted !== undefined ? supportedSubdivision(deleted, entries, record) : undefined
}

/** Procedures that are not valid on the date. */
export function invalidProcedures({ claim, codeSets, date }: RecordUnderAudit): Match[] {
  const invalid = claim.procedures
    .map((procedure) => procedure.code)
    .filter((code) => codeSets.procedure(code, date)?.valid !== true)
  return unique(invalid).map((code) => {
    const other =
      codeSets.diagnosis(code, date) === undefined ? hcpcsForm(code) : `is a diagnosis of ICD-10-CM (${dotted(code)})`
    const suggestion = other === undefined ? codeSets.suggestProcedure(code, date) : undefined
    const instead = other === undefined ? suggestion && wordsOfSuggestion(suggestion) : `it ${other}; ${PCS_ONLY}`
    return {
      codes: [code],
      values: { code, date, instead: instead === undefined ? '' : `; ${instead}` },
      ...(suggestion?.how === 'neighbours' && { action: 'review' as const }),
    }
  })
}

/** 45 CFR 162.1002(c)(3): procedures of an inpatient stay that a hospital reports. */
const PCS_ONLY = 'the procedures of a stay are billed in ICD-10-PCS'

/** The code system whose form a string has: by its form alone, for the lists are not loaded. */
const cptForm = (code: string): string | undefined =>
  /^\d{5}$|^\d{4}[FTU]$/.test(code) ? 'has the form of a CPT code' : undefined
const hcpcsForm = (code: string): string | undefined =>
  cptForm(code) ?? (/^[A-V]\d{4}$/.test(code) ? 'has the form of a HCPCS code' : undefined)

/** The admitting diagnosis, or an outpatient's reason for the visit. */
export function invalidAdmitting({ claim, codeSets, date }: RecordUnderAudit): Match[] {
  const admitting = claim.diagnoses.filter(({ role }) => role === 'admitting').map(({ code }) => code)
  const invalid = admitting.filter((code) => codeSets.diagnosis(code, date)?.valid !== true)
  return unique(invalid).map((code) => ({ codes: [dotted(code)], values: { code: dotted(code), date } }))
}

const unique = (codes: string[]): string[] => [...new Set(codes)]
