import { evidenceOf, indicatorsOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { namesOf } from '../../findings/supported-code.js'
import { namesFor } from '../../knowledge/families.js'
import { mentionsOf } from '../../record/facts.js'
import { matchesAny } from '../../rules/patterns.js'

/** Acute conditions, which end; infarction, thrombosis and cancer have rules of their own. */
const ENDS = [
  ...['A40.-', 'A41.-', 'G45.-', 'I60.-', 'I61.-', 'I62.-', 'I63.-', 'J12.-', 'J13', 'J14', 'J15.-', 'J18.-', 'J20.-'],
  ...['J93.-', 'K25.-', 'K26.-', 'K27.-', 'K35.-', 'K56.-', 'K85.-', 'N10', 'N17.-', 'N20.-', 'S-', 'O00.-', 'O03.-'],
]
/** A later encounter for an injury, or its sequela, speaks of it as past and is right to. */
const LATER = /^S.{5}[^ABC]$/

/**
 * An acute condition billed as present of which every mention in the record is of the past (Guidelines III.A and IV.J:
 * what no longer exists is not coded as current; a history has a code of its own, Z86.- or Z87.-).
 */
export function conditionOfThePast(record: RecordUnderAudit): Match[] {
  if (!record.documented) return []
  return record.billed.flatMap((code) => {
    const entry = record.codeSets.diagnosis(code, record.date)
    if (entry === undefined || entry.header || !matchesAny(code, ENDS) || LATER.test(code)) return []
    const said = record
      .readFor([...new Set([...namesOf(entry, record), ...namesFor(code, record.coding).names])])
      .filter(({ experiencer, assertion }) => experiencer === 'patient' && assertion !== 'negated')
    const isAllPast = said.every(({ temporality, resolved }) => temporality === 'historical' && resolved !== true)
    if (said.length === 0 || !isAllPast) return []
    const mentions = mentionsOf(said)
    return [
      {
        codes: [entry.dotted],
        values: { code: entry.dotted, title: entry.title, said: mentions[0]?.text ?? '' },
        evidence: evidenceOf(mentions),
        indicators: indicatorsOf(mentions, record.documentDates, record.documentTypes),
      },
    ]
  })
}
