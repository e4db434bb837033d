import type { Change, ContextWords } from './lexicon.js'

/** A stretch of the text under a heading that changes what is said in it. */
export interface Section {
  start: number
  end: number
  change: Change
}

/** A line's beginning, or a sentence's, up to a colon; or a short line of its own. */
const HEADING = /(?:^([ \t]*)(?:[#*=]+[ \t]*)?|[.;][ \t]+(?=[A-Z]))([A-Za-z][A-Za-z0-9 /&,()'-]{0,60}?)[ \t*=]*(:|\??[ \t]*$)/gm
/** A line of an enumeration. */
const ITEM = /^[ \t]*(?:[-•*–][ \t]?|\d+[.)][ \t]|[[(☐☑☒✓✔])/
/** A heading with nothing behind it in its line. */
const BARE = /^[^:\n]*:?[ \t\r]*\n/
const BULLETED = /^[^\n]*\n(?:[ \t]*\n)?[ \t]*[-•*–]/

interface Heading {
  start: number
  /** How far its line stands in; undefined for one within a line. */
  indent: number | undefined
  change: Change | undefined
  /** It names a treatment: "Collar: none" under "Plan:" is an item of the plan. */
  isItem: boolean
}

/**
 * The sections that matter: from their heading to the next one that is no part of it, or to an empty line. A line without a colon is a heading
 * where it is a known one, or all in capitals. `treatments` are the names of some.
 */
export function openSections({ sections, careSections }: Pick<ContextWords, 'sections' | 'careSections'>, treatments: ReadonlySet<string>): (text: string) => Section[] {
  const changes = new Map(Object.entries(sections).flatMap(([change, names]) => names.map((name) => [name, change as Change] as const)))
  const careWords = (['withheld', 'declined', 'planned', 'given'] as const).map((change) => [change, new RegExp(`\\b(?:${careSections[change].join('|')})\\b`)] as const)

  /** A heading by its name, or by a name that it goes on from ("call your doctor if you have"), or by a word in it. */
  function changeOf(name: string): Change | undefined {
    const words = name.split(' ')
    for (let many = words.length; many > 0; many--) {
      const change = changes.get(words.slice(0, many).join(' '))
      if (change !== undefined && (many === words.length || change === 'hypothetical')) return change
    }
    return careWords.find(([, pattern]) => pattern.test(name))?.[0]
  }

  function namesTreatment(name: string): boolean {
    const words = name.split(/[ /]/)
    return words.some((_, from) => [1, 2, 3].some((many) => treatments.has(words.slice(from, from + many).join(' '))))
  }

  function headingsOf(text: string): Heading[] {
    return [...text.matchAll(HEADING)].flatMap((match) => {
      const [whole, margin, written = '', mark] = match
      const name = written.trim().toLowerCase().replace(/[-,()]+/g, ' ').replace(/ +/g, ' ').trim()
      const change = changeOf(name)
      if (mark !== ':' && !isHeadingLine(written, change, text.slice(match.index + whole.length + 1, match.index + whole.length + 80))) return []
      return [{ start: match.index, indent: margin?.length, change, isItem: namesTreatment(name) }]
    })
  }

  return (text) => {
    const headings = headingsOf(text)
    return headings.flatMap((heading, at) => {
      const { start, change } = heading
      if (change === undefined) return []
      let next = at + 1
      while (next < headings.length && !endsSection(headings[next] as Heading, heading)) next += 1
      const following = headings[next]?.start ?? text.length
      return [{ start, end: start + lengthOf(text.slice(start, following), change), change }]
    })
  }
}

/** A line without a colon: in capitals, or a known heading that stands over an enumeration. */
function isHeadingLine(written: string, change: Change | undefined, next: string): boolean {
  return written === written.toUpperCase() || (change !== undefined && (!isOfCare(change) || written.split(' ').length <= 2 || ITEM.test(next)))
}

/** Whether a heading stands beside the one of a section, and not in it. */
function endsSection(next: Heading, { change, indent = 0, isItem }: Heading): boolean {
  if (change === undefined || !isOfCare(change) || isItem) return true
  if (next.indent === undefined) return next.change !== undefined || !next.isItem
  return next.indent <= indent && (next.change !== undefined || !next.isItem)
}

/** Up to an empty line, but for the one under the heading and those between items; a list of bullets ends where a line without one begins. */
function lengthOf(section: string, change: Change): number {
  const bulleted = !isOfCare(change) && BULLETED.test(section)
  for (let end = section.indexOf('\n'), first = BARE.test(section); end !== -1; end = section.indexOf('\n', end + 1), first = false) {
    const next = section.slice(end + 1, end + 80)
    const blank = /^[ \t\r]*\n/.exec(next)
    if (blank === null ? bulleted && next !== '' && !ITEM.test(next) && !/^[ \t]/.test(next) : !first && !ITEM.test(next.slice(blank[0].length))) return end
  }
  return section.length
}

const isOfCare = (change: Change): boolean => change === 'planned' || change === 'declined' || change === 'given' || change === 'withheld'

/** Finds the sections around positions that only rise, without looking at all of them for each. */
export function sectionsAround(sections: readonly Section[]): (position: number) => Section[] {
  let from = 0
  return (position) => {
    while (from < sections.length && (sections[from] as Section).end <= position) from += 1
    const around: Section[] = []
    for (let at = from; at < sections.length && (sections[at] as Section).start <= position; at++) if (position < (sections[at] as Section).end) around.push(sections[at] as Section)
    return around
  }
}
