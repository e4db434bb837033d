import type { Category } from '../lexicon/lexicon.js'
import { ITEM, LONGEST_MARGIN, LONGEST_NAME, headingsOf, isOfCare, type Heading } from './headings.js'
import type { SectionNames } from './names.js'

/** A stretch of the text under a heading that changes what is said in it. */
export interface Section {
  start: number
  end: number
  category: Category
}

/** A heading with nothing behind it in its line. */
const BARE = /^[^:\n]*:?[ \t\r]*\n/
const BULLETED = /^[^\n]*\n(?:[ \t]*\n)?[ \t]*[-•*–]/

/**
 * The sections that matter: from their heading to the next one that is no part of it, or to an empty line. A line
 * without a colon is a heading where it is a known one, or all in capitals.
 */
export function findSections(text: string, names: SectionNames): Section[] {
  const headings = headingsOf(text, names)
  return headings.flatMap((heading, at) => {
    const { start, needsList } = heading
    const category = isUnderPlan(headings, at, text) ? 'planned' : heading.category
    if (
      category === undefined ||
      (needsList && !isOverBullets(text.slice(start, start + LONGEST_MARGIN + LONGEST_NAME)))
    )
      return []
    let next = at + 1
    while (next < headings.length && !endsSection(headings[next] as Heading, heading)) next += 1
    const following = headings[next]?.start ?? text.length
    return [{ start, end: start + lengthOf(text.slice(start, following), category), category }]
  })
}

/** "RECOMMENDATIONS -\nTREATMENT: physical therapy": a treatment right under a bare heading of a plan is planned. */
function isUnderPlan(headings: readonly Heading[], at: number, text: string): boolean {
  const [above, { start, category }] = [headings[at - 1], headings[at] as Heading]
  return above?.category === 'planned' && category === 'given' && BARE_PLAN.test(text.slice(above.start, start))
}
const BARE_PLAN = /^[^:\n]{1,40}(?::|-)?\s*$/

const isOverBullets = (section: string): boolean => BARE.test(section) && BULLETED.test(section)

/**
 * Whether a heading stands beside the one of a section, and not in it: what a plan goes on with are its treatments, and
 * the problems that they are for.
 */
function endsSection(next: Heading, { category, indent = 0, isItem }: Heading): boolean {
  if (category === undefined || !isOfCare(category) || isItem) return true
  if (category === 'planned' && !next.isBeside && !next.isCapital) return false
  if (next.indent === undefined) return next.category !== undefined || !next.isItem
  return next.indent <= indent && (next.category !== undefined || !next.isItem)
}

/**
 * Up to an empty line, but for the one under the heading and those between items; a list of bullets ends where a line
 * without one begins.
 */
function lengthOf(section: string, category: Category): number {
  const bulleted = !isOfCare(category) && BULLETED.test(section)
  for (
    let end = section.indexOf('\n'), first = BARE.test(section);
    end !== -1;
    end = section.indexOf('\n', end + 1), first = false
  ) {
    const next = section.slice(end + 1, end + 80)
    const blank = /^[ \t\r]*\n/.exec(next)
    if (
      blank === null
        ? bulleted && next !== '' && !ITEM.test(next) && !/^[ \t]/.test(next)
        : !first && !ITEM.test(next.slice(blank[0].length))
    )
      return end
  }
  return section.length
}

/** Finds the sections around positions that only rise, without looking at all of them for each. */
export function sectionsAround(sections: readonly Section[]): (position: number) => Section[] {
  let from = 0
  return (position) => {
    while (from < sections.length && (sections[from] as Section).end <= position) from += 1
    const around: Section[] = []
    for (let at = from; at < sections.length && (sections[at] as Section).start <= position; at++)
      if (position < (sections[at] as Section).end) around.push(sections[at] as Section)
    return around
  }
}
