import type { Category } from '../lexicon/lexicon.js'
import { CARE_CATEGORIES } from '../context/care.js'
import type { Fact } from './fact.js'

/** What the words around a treatment say of it goes before what its sections do. */
export function settleCare(
  modifiers: Set<Category>,
  around: Category[],
  { isTried, isOperation, isLasting }: { isTried: boolean; isOperation: boolean; isLasting: boolean },
): void {
  // "Allergies: ibuprofen causes hives": what it did once is no course of it.
  if (around.includes('withheld')) modifiers.delete('given')
  const isSaid = CARE_CATEGORIES.some((category) => modifiers.has(category))
  // "Discharge instructions: wear the collar": what warns of findings plans care.
  const sections = around.map((category) => (category === 'hypothetical' ? 'planned' : category))
  for (const category of sections)
    if (!CARE_CATEGORIES.includes(category) || (!isSaid && category !== 'given')) modifiers.add(category)
  if (modifiers.delete('recorded') && !isLasting) modifiers.add('historical')
  modifiers.delete('risk')
  if (modifiers.delete('resolved')) modifiers.add('historical')
  // "Prior laminectomy" is past; "status post laminectomy" may be of this stay.
  if (modifiers.delete('earlier') && isOperation && !isSaid) modifiers.add('historical')
  if (modifiers.delete('goal')) modifiers.add('hypothetical')
  if (modifiers.delete('continued') && !isSaid) modifiers.add('given')
  if (modifiers.delete('future') && !isSaid && !around.includes('given')) modifiers.add('planned')
  const stopped = modifiers.delete('stopped')
  // "no response to therapy": what had no effect was given.
  const wasGiven = modifiers.delete('result') || (stopped && isTried)
  // What was stopped was had before: "was on metformin, and stopped it".
  if (stopped && !isTried) {
    modifiers.add('historical')
    modifiers.delete('negated')
  }
  if (wasGiven) {
    modifiers.add('given')
    modifiers.delete('negated')
  }
  if (modifiers.delete('withheld')) modifiers.add('negated')
  // What may be given is a plan.
  if (modifiers.delete('possible')) modifiers.add('planned')
}

/** What the words around a finding say of it, and what its sections do. */
export function settleFinding(modifiers: Set<Category>, around: Category[], isLasting: boolean): void {
  for (const category of around) modifiers.add(category)
  if (modifiers.delete('recorded') && !isLasting) modifiers.add('historical')
  // "Goals: no tingling": to be without it is the goal.
  if (modifiers.delete('goal')) {
    modifiers.delete('negated')
    modifiers.add('hypothetical')
  }
  if (modifiers.delete('risk')) modifiers.add('hypothetical')
  if (modifiers.delete('earlier')) modifiers.add('historical')
  // What is past by another word too did not end in the course that the text tells.
  if (modifiers.has('historical')) modifiers.delete('resolved')
  if (modifiers.has('resolved')) modifiers.add('historical')
  if (modifiers.size > 0) for (const category of CARE_CATEGORIES) modifiers.delete(category)
}

export function assertionOf(modifiers: ReadonlySet<Category>): Fact['assertion'] {
  if (modifiers.has('declined')) return 'hypothetical'
  if (modifiers.has('negated')) return 'negated'
  // "favored to be congenital rather than acquired": neither is settled.
  if (modifiers.has('contrasted')) return modifiers.has('possible') ? 'possible' : 'negated'
  if (modifiers.has('hypothetical') || (modifiers.has('planned') && !modifiers.has('given'))) return 'hypothetical'
  return modifiers.has('possible') ? 'possible' : 'affirmed'
}

/** Whether care is yet to come, or not wanted. */
export function careOf(modifiers: ReadonlySet<Category>): Fact['care'] {
  if (modifiers.has('declined')) return 'declined'
  // What waits for a condition, or is told to be stopped, is no plan.
  if (modifiers.has('hypothetical')) return undefined
  return modifiers.has('planned') && !modifiers.has('given') ? 'planned' : undefined
}
