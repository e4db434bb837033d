import type { Match } from '../../findings/match.js'
import { replacing } from '../../findings/proposal.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { siblingTitled } from './sides/siblings.js'

/** Of each sex the word of a title for the other. */
const OTHER: Record<string, { other: RegExp; own: string }> = {
  F: { other: /\bmale\b/i, own: 'female' },
  M: { other: /\bfemale\b/i, own: 'male' },
}

/**
 * A code whose title says the other sex than the claim, where the same title with the right one has a code: "left male
 * breast" (ICD-10-CM Tabular List). The Medicare editor asks no more since October 2024.
 */
export function sexOfTitle(record: RecordUnderAudit): Match[] {
  const words = OTHER[record.claim.patient.sex]
  if (words === undefined) return []
  return record.billed.flatMap((code) => {
    const entry = record.codeSets.diagnosis(code, record.date)
    if (entry === undefined || !words.other.test(entry.title)) return []
    const sibling = siblingTitled(entry.title.replace(words.other, words.own), entry, record)
    if (sibling === undefined) return []
    return [
      {
        codes: [entry.dotted],
        values: { code: entry.dotted, title: entry.title, sex: record.claim.patient.sex, instead: sibling.dotted },
        proposal: replacing(code, sibling.code, record.claim),
      },
    ]
  })
}
