import { dotted } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { matchesAny } from '../../rules/patterns.js'

/** Z codes that may only be principal or first-listed (Guideline I.C.21.c.16); Z38 has rules of its own. */
const ONLY_FIRST = [
  ...['Z00.-', 'Z01.-', 'Z02.-', 'Z03.-', 'Z04.-', 'Z33.2', 'Z31.81', 'Z31.82', 'Z31.83', 'Z31.84', 'Z34.-', 'Z39.-'],
  ...['Z40.-', 'Z42.-', 'Z51.0', 'Z51.1-', 'Z52.-', 'Z76.1', 'Z76.2', 'Z99.12'],
]

/** Where one of them is first, others may stand behind it: two encounters on one day. */
export function firstListedOnly({ claim, codeSets, date }: RecordUnderAudit): Match[] {
  const isOnlyFirst = (code: string): boolean => matchesAny(code, ONLY_FIRST)
  const billed = claim.diagnoses.filter(({ code }) => isOnlyFirst(code))
  if (billed.some(({ role }) => role === 'principal')) return []
  return [...new Set(billed.filter(({ role }) => role === 'secondary').map(({ code }) => code))].map((code) => ({
    codes: [dotted(code)],
    values: { code: dotted(code), title: codeSets.diagnosis(code, date)?.title ?? '' },
  }))
}
