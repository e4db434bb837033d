import type { CodeEntry } from '@claims-audit/code-sets'
import type { RecordUnderAudit } from '../../../findings/subject.js'

/** The code of the same category that has a title. */
export function siblingTitled(title: string, { code }: CodeEntry, record: RecordUnderAudit): CodeEntry | undefined {
  const within = (at: string): CodeEntry[] =>
    (record.codeSets.diagnosis(at, record.date)?.children ?? []).flatMap((child) => {
      const entry = record.codeSets.diagnosis(child, record.date)
      return entry === undefined ? [] : entry.header ? within(child) : [entry]
    })
  return within(code.slice(0, 3)).find((entry) => entry.title.toLowerCase() === title.toLowerCase())
}
