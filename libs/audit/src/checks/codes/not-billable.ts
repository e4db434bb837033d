import type { CodeEntry } from '@claims-audit/code-sets'
import { NO_CHANGE, evidenceOf, indicatorsOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import { replacing } from '../../findings/proposal.js'
import { mentionsOf } from '../../record/facts.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { factsFor, supportedSubdivision } from '../../findings/supported-code.js'
import { saidSubdivision } from '../../findings/said-subdivision.js'

/**
 * Headers billed as if they were codes (Guideline I.B.2: a code is invalid if not coded to the full number of
 * characters). Where the record says the header's condition and its region or side, and one child's title names it,
 * that child is proposed; else the children are listed.
 */
export function notBillable(record: RecordUnderAudit): Match[] {
  const codes = record.billed
  return codes.flatMap((code) => {
    const entry = record.codeSets.diagnosis(code, record.date)
    return entry?.header === true ? [matchOf(entry, record)] : []
  })
}

function matchOf(header: CodeEntry, record: RecordUnderAudit): Match {
  const children = header.children.flatMap((child) => record.codeSets.diagnosis(child, record.date) ?? [])
  const found = supportedSubdivision(header, children, record) ?? saidSubdivision(header, record)
  const facts = mentionsOf(found?.facts ?? [])
  const about = found === undefined ? mentionsOf(factsFor(header, record)) : facts
  return {
    codes: [header.dotted],
    values: {
      code: header.dotted,
      title: header.title,
      instead:
        found === undefined
          ? `its codes are ${children.map((entry) => entry.dotted).join(', ')}`
          : `the record says ${found.entry.dotted} (${found.entry.title})`,
    },
    evidence: evidenceOf(facts),
    action: found !== undefined ? 'correct' : record.documented && !header.sevenths ? 'query' : 'review',
    proposal: found === undefined ? NO_CHANGE : replacing(header.code, found.entry.code, record.claim),
    indicators: indicatorsOf(about, record.documentDates, record.documentTypes),
    options: optionsOf(header, children),
  }
}

/** More would not be read. */
const MOST_OPTIONS = 8

/**
 * The header's own codes by their titles, but for those that leave the detail open; of too many, the provider names the
 * detail.
 */
function optionsOf({ title }: CodeEntry, children: CodeEntry[]): string[] {
  const specific = children.map((child) => child.title).filter((each) => !/\bunspecified\b/i.test(each))
  return specific.length > 1 && specific.length <= MOST_OPTIONS ? specific : [`${title} (please specify the detail)`]
}
