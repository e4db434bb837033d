import type { Knowledge } from '@claims-audit/audit'
import { codePage } from '@claims-audit/code-pages'
import type { CodePage } from '@claims-audit/code-pages'
import { diagnosisLines } from './diagnosis-lines.js'
import { procedureLines } from './procedure-lines.js'

/** What is said of a code on a day, line by line, and whether it is known at all. */
export function explained(
  raw: string,
  date: string,
  knowledge: Knowledge,
  all: boolean,
): { lines: string[]; known: boolean } {
  const page = codePage(raw, date, knowledge)
  if ('unknown' in page) {
    const { edition, suggestion } = page.unknown
    return { lines: [`${raw} is not an ICD-10 code on ${date} (${edition})${meant(suggestion)}`], known: false }
  }
  const set = page.system === 'icd-10-cm' ? 'ICD-10-CM' : 'ICD-10-PCS'
  return {
    lines: [
      `${page.code}  ${page.title}`,
      `${STATUS[page.status]} on ${date} (${page.edition}, ${set})${meant(page.suggestion)}`,
      ...historyLines(page),
      ...(page.system === 'icd-10-cm' ? diagnosisLines(page, all) : procedureLines(page)),
    ],
    known: true,
  }
}

const STATUS: Record<CodePage['status'], string> = {
  header: 'A header, not billable',
  billable: 'Valid and billable',
  invalid: 'Not valid',
}

const meant = (suggestion: string | null): string => (suggestion === null ? '' : `; ${suggestion}`)

/** When it was a code, and that it became a header where it did. */
function historyLines({ periods, status }: CodePage): string[] {
  if (periods.length === 0) return []
  const said = periods.map(({ from, to }) => (to === null ? `since ${from}` : `${from} to ${to}`))
  return [`A valid code ${said.join(', then ')}${status === 'header' ? '; a header since' : ''}`]
}
