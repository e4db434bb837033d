import { wordsOfSuggestion } from '@claims-audit/audit'
import type { Knowledge } from '@claims-audit/audit'
import type { CodeEntry } from '@claims-audit/code-sets'
import { normalizeCode } from '@claims-audit/contracts'
import { explainDiagnosis } from './explain-diagnosis.js'
import { explainProcedure } from './explain-procedure.js'

/** What is said of a code on a day, line by line, and whether it is known at all. */
export function explained(
  raw: string,
  date: string,
  knowledge: Knowledge,
  all: boolean,
): { lines: string[]; known: boolean } {
  // M43.0- is how the tabular writes a code with all below it.
  const code = normalizeCode(raw.replace(/-$/, ''))
  const { codeSets } = knowledge
  const editions = knowledge.editionsOn(date)
  if (editions === undefined) throw new Error(`no edition is loaded for ${date}`)
  const entry = codeSets.diagnosis(code, date) ?? codeSets.procedure(code, date)
  if (entry === undefined)
    return {
      lines: [`${raw} is not an ICD-10 code on ${date} (${editions.icd10})${meant(code, date, knowledge)}`],
      known: false,
    }
  const isDiagnosis = entry.system === 'icd-10-cm'
  const instead = entry.valid || entry.header ? '' : meant(code, date, knowledge)
  return {
    lines: [
      `${entry.dotted}  ${entry.title}`,
      `${statusOf(entry)} on ${date} (${editions.icd10}, ${isDiagnosis ? 'ICD-10-CM' : 'ICD-10-PCS'})${instead}`,
      ...historyLines(entry, knowledge),
      ...(isDiagnosis
        ? explainDiagnosis(entry, date, editions, knowledge, all)
        : explainProcedure(entry, date, editions.msDrg, knowledge)),
    ],
    known: true,
  }
}

const statusOf = (entry: CodeEntry): string =>
  entry.header ? 'A header, not billable' : entry.valid ? 'Valid and billable' : 'Not valid'

/** When it was a code, and that it became a header where it did. */
function historyLines({ code, system, header }: CodeEntry, { codeSets }: Knowledge): string[] {
  const spans = codeSets.periods(code, system)
  const said = spans.map(({ from, to }) => (to === undefined ? `since ${from}` : `${from} to ${to}`))
  if (said.length === 0) return []
  return [`A valid code ${said.join(', then ')}${header ? '; a header since' : ''}`]
}

/** What else may be meant by what is no code on the day. */
function meant(code: string, date: string, { codeSets }: Knowledge): string {
  const suggestion = codeSets.suggest(code, date) ?? codeSets.suggestProcedure(code, date)
  return suggestion === undefined ? '' : `; ${wordsOfSuggestion(suggestion)}`
}
