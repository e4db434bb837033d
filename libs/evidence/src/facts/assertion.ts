import type { Change } from '../lexicon/lexicon.js'
import { CARE_CHANGES } from '../context/care.js'
import type { Fact } from './fact.js'

/** What the words around a treatment say of it goes before what its sections do. */
export function settleCare(changes: Set<Change>, around: Change[], isTried: boolean, isLasting: boolean): void {
  // "Allergies: ibuprofen causes hives": what it did once is no course of it.
  if (around.includes('withheld')) changes.delete('given')
  const isSaid = CARE_CHANGES.some((change) => changes.has(change))
  // "Discharge instructions: wear the collar": what warns of findings plans care.
  const sections = around.map((change) => (change === 'hypothetical' ? 'planned' : change))
  for (const change of sections)
    if (!CARE_CHANGES.includes(change) || (!isSaid && change !== 'given')) changes.add(change)
  if (changes.delete('recorded') && !isLasting) changes.add('historical')
  changes.delete('risked')
  if (changes.delete('resolved')) changes.add('historical')
  if (changes.delete('aimed')) changes.add('hypothetical')
  if (changes.delete('kept') && !isSaid) changes.add('given')
  if (changes.delete('ahead') && !isSaid && !around.includes('given')) changes.add('planned')
  const stopped = changes.delete('stopped')
  // "no response to therapy": what had no effect was given.
  const wasGiven = changes.delete('effect') || (stopped && isTried)
  if (stopped && !isTried) changes.add('negated')
  if (wasGiven) {
    changes.add('given')
    changes.delete('negated')
  }
  if (changes.delete('withheld')) changes.add('negated')
  // What may be given is a plan.
  if (changes.delete('possible')) changes.add('planned')
}

/** What the words around a finding say of it, and what its sections do. */
export function settleFinding(changes: Set<Change>, around: Change[], isLasting: boolean): void {
  for (const change of around) changes.add(change)
  if (changes.delete('recorded') && !isLasting) changes.add('historical')
  // "Goals: no tingling": to be without it is the goal.
  if (changes.delete('aimed')) {
    changes.delete('negated')
    changes.add('hypothetical')
  }
  if (changes.delete('risked')) changes.add('hypothetical')
  if (changes.delete('earlier')) changes.add('historical')
  // What is past by another word too did not end in the course that the text tells.
  if (changes.has('historical')) changes.delete('resolved')
  if (changes.has('resolved')) changes.add('historical')
  if (changes.size > 0) for (const change of CARE_CHANGES) changes.delete(change)
}

export function assertionOf(changes: ReadonlySet<Change>): Fact['assertion'] {
  if (changes.has('declined')) return 'hypothetical'
  if (changes.has('negated')) return 'negated'
  // "favored to be congenital rather than acquired": neither is settled.
  if (changes.has('contrasted')) return changes.has('possible') ? 'possible' : 'negated'
  if (changes.has('hypothetical') || (changes.has('planned') && !changes.has('given'))) return 'hypothetical'
  return changes.has('possible') ? 'possible' : 'affirmed'
}

/** Whether care is yet to come, or not wanted. */
export function careOf(changes: ReadonlySet<Change>): Fact['care'] {
  if (changes.has('declined')) return 'declined'
  return changes.has('planned') && !changes.has('given') ? 'planned' : undefined
}
