import { wordsOfSuggestion } from '@claims-audit/audit'
import type { Knowledge } from '@claims-audit/audit'
import type { CodeEntry } from '@claims-audit/code-sets'
import { normalizeCode } from '@claims-audit/contracts'
import { diagnosisPage } from './diagnosis-page.js'
import type { CodePage, CodeUnknown } from './page.js'
import { procedurePage } from './procedure-page.js'

/**
 * What is known of a code on a day (ISO). `raw` is dotted or not, in any case; `M43.0-` is how the tabular writes a
 * code with all below it. Throws where no edition is loaded for the day.
 */
export function codePage(raw: string, date: string, knowledge: Knowledge): CodePage | { unknown: CodeUnknown } {
  const code = normalizeCode(raw.replace(/-$/, ''))
  const { codeSets } = knowledge
  const editions = knowledge.editionsOn(date)
  if (editions === undefined) throw new RangeError(`no edition is loaded for ${date}`)
  const entry = codeSets.diagnosis(code, date) ?? codeSets.procedure(code, date)
  if (entry === undefined)
    return { unknown: { code: raw, date, edition: editions.icd10, suggestion: meant(code, date, knowledge) } }
  const page = {
    code: entry.dotted,
    title: entry.title,
    date,
    edition: editions.icd10,
    status: statusOf(entry),
    periods: codeSets.periods(entry.code, entry.system).map(({ from, to }) => ({ from, to: to ?? null })),
    suggestion: entry.valid || entry.header ? null : meant(code, date, knowledge),
    msDrgVersion: editions.msDrg,
  }
  return entry.system === 'icd-10-cm'
    ? { ...page, ...diagnosisPage(entry, date, editions, knowledge) }
    : { ...page, ...procedurePage(entry, date, editions.msDrg, knowledge) }
}

const statusOf = ({ header, valid }: CodeEntry): CodePage['status'] =>
  header ? 'header' : valid ? 'billable' : 'invalid'

/** What else may be meant by what is no code on the day. */
function meant(code: string, date: string, { codeSets }: Knowledge): string | null {
  const suggestion = codeSets.suggest(code, date) ?? codeSets.suggestProcedure(code, date)
  return suggestion === undefined ? null : wordsOfSuggestion(suggestion)
}
