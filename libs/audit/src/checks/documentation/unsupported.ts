import { dotted } from '@claims-audit/contracts'
import { indicatorsOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { hintsFor } from '../../knowledge/families.js'
import { isProviderNote } from '../../record/facts.js'

/** In characters: so short a record leaves out more than it says. */
const LEAST = 400

/**
 * Billed conditions of which no word stands in the record (Guidelines I.A.19 and III: a code rests on a provider's
 * statement). Only where a provider wrote, and of families whose words are known; conditions that the lexicon reads
 * have rules of their own.
 */
export function unsupported(record: RecordUnderAudit): Match[] {
  const texts = [...record.texts.values()]
  if (texts.reduce((sum, text) => sum + text.length, 0) < LEAST) return []
  if (![...record.documentTypes.values()].some(isProviderNote)) return []
  return record.billed.flatMap((code) => {
    const family = hintsFor(code, record.coding)
    if (family === undefined || record.concepts.forCode(code) !== undefined) return []
    if (texts.some((text) => family.hints.test(text))) return []
    return [
      {
        codes: [dotted(code)],
        target: [family.condition],
        values: {
          code: dotted(code),
          title: record.codeSets.diagnosis(code, record.date)?.title ?? '',
          condition: family.condition,
        },
        missing: [`A provider's diagnosis of ${family.condition}`],
        indicators: indicatorsOf([], record.documentDates, record.documentTypes),
      },
    ]
  })
}
