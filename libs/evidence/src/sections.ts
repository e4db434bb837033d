import type { Change, ContextWords } from './lexicon.js'

/** A stretch of the text under a heading that changes what is said in it. */
export interface Section {
  start: number
  end: number
  change: Change
}

/** A heading's name is no longer. */
const LONGEST_NAME = 61
/** What stands before one in its line is no longer, so that looking for it stays linear in the text. */
const LONGEST_MARGIN = 80
/** So many names of headings are remembered with what they mean; they come again. */
const REMEMBERED = 4096
/** What a heading of these is may go on after its name: "call your doctor if", "risks of surgery". */
const OPEN: readonly Change[] = ['hypothetical', 'aimed', 'risked']
/** A known heading of so many words may have a dash for its colon: "Plan - PT, collar". */
const DASHED = 2
const DASH = ' - '
/** A line of an enumeration. */
const ITEM = /^[ \t]*(?:[-•*–][ \t]?|\d+[.)][ \t]|[[(☐☑☒✓✔])/
/** A heading with nothing behind it in its line. */
const BARE = /^[^:\n]*:?[ \t\r]*\n/
const BULLETED = /^[^\n]*\n(?:[ \t]*\n)?[ \t]*[-•*–]/

/** What the name of a heading says, wherever it stands. */
interface Name {
  change: Change | undefined
  /** It only ends with a known name of what is denied: "patient denies" is a heading where bullets stand under it. */
  needsList: boolean
  /** It names a treatment: "Collar: none" under "Plan:" is an item of the plan. */
  isItem: boolean
  /** It is known to stand beside a plan: any other names a problem of it. */
  isBeside: boolean
  isCapital: boolean
  words: number
}

interface Heading extends Name {
  start: number
  /** How far its line stands in; undefined for one within a line. */
  indent: number | undefined
}

/**
 * The sections that matter: from their heading to the next one that is no part of it, or to an empty line. A line without a colon is a heading
 * where it is a known one, or all in capitals. `treatments` are the names of some.
 */
export function openSections(
  { sections, careSections, beside }: Pick<ContextWords, 'sections' | 'careSections' | 'beside'>,
  treatments: ReadonlySet<string>,
): (text: string) => Section[] {
  const changes = new Map(
    Object.entries(sections).flatMap(([change, names]) => names.map((name) => [name, change as Change] as const)),
  )
  const careWords = (['withheld', 'declined', 'planned', 'given'] as const).map(
    (change) => [change, new RegExp(`\\b(?:${careSections[change].join('|')})\\b`)] as const,
  )

  /** A heading by its name, or by a name that it goes on from ("call your doctor if you have"), or by a word in it. */
  function changeOf(name: string): Change | undefined {
    const words = name.split(' ')
    for (let many = words.length; many > 0; many--) {
      const change = changes.get(words.slice(0, many).join(' '))
      if (change !== undefined && (many === words.length || OPEN.includes(change))) return change
    }
    return careWords.find(([, pattern]) => pattern.test(name))?.[0]
  }

  const isDenial = (name: string): boolean => changes.get(name.slice(name.lastIndexOf(' ') + 1)) === 'negated'

  function namesTreatment(name: string): boolean {
    const words = name.split(/[ /]/)
    return words.some((_, from) => [1, 2, 3].some((many) => treatments.has(words.slice(from, from + many).join(' '))))
  }

  const neighbors = new Set(beside)
  const names = new Map<string, Name>()
  function nameOf(written: string): Name {
    const known = names.get(written)
    if (known !== undefined) return known
    const plain = written
      .toLowerCase()
      .replace(/[-,()]+/g, ' ')
      .replace(/ +/g, ' ')
      .trim()
    const needsList = !changes.has(plain) && isDenial(plain)
    const change = needsList ? 'negated' : changeOf(plain)
    const name: Name = {
      change,
      needsList,
      isItem: namesTreatment(plain),
      isBeside: change !== undefined || neighbors.has(plain),
      isCapital: written === written.toUpperCase(),
      words: written.split(' ').length,
    }
    if (names.size < REMEMBERED) names.set(written, name)
    return name
  }

  /** From the beginning of a line, or of a sentence, up to a colon; or a short line of its own. Each is looked for from its end, for prose has few colons. */
  function headingsOf(text: string): Heading[] {
    const headings: Heading[] = []
    let colon = nextOf(text, ':', 0)
    let dash = nextOf(text, DASH, 0)
    for (let line = 0; line < text.length;) {
      const lineEnd = nextOf(text, '\n', line)
      for (; colon < lineEnd; colon = nextOf(text, ':', colon + 1)) {
        const heading = headingUpTo(text, colon, line)
        if (heading !== undefined) headings.push(heading)
      }
      if (dash < line) dash = nextOf(text, DASH, line)
      const dashed = dash - line < LONGEST_NAME && dash < lineEnd ? headingUpTo(text, dash, line) : undefined
      if (dashed?.change !== undefined && dashed.words <= DASHED) headings.push(dashed)
      const heading = headingUpTo(text, beforeMark(text, lineEnd, line), line)
      if (heading !== undefined && isHeadingLine(heading, text.slice(lineEnd + 1, lineEnd + 80))) headings.push(heading)
      line = lineEnd + 1
    }
    return headings
  }

  /** The heading whose name ends before `end`, in the line that begins at `line`. */
  function headingUpTo(text: string, end: number, line: number): Heading | undefined {
    let last = end
    while (last > line && isOf(text, last - 1, BLANK | RULE)) last -= 1
    let from = last
    while (from > line && isOf(text, from - 1, IN_NAME)) from -= 1
    let bound = from
    while (bound > line && isOf(text, bound - 1, BLANK)) bound -= 1
    from = afterBlanks(text, from)
    if (from >= last || last - from > LONGEST_NAME || !isOf(text, from, LETTER)) return undefined
    const margin = afterBlanks(text, line)
    // "2. Pain: ibuprofen": an item of what it stands under.
    if (isNumber(text, margin, bound - 1))
      return { start: line, indent: margin - line + 1, ...nameOf(text.slice(from, last)) }
    if (bound > line && isSentenceEnd(text.charCodeAt(bound - 1)))
      return from > bound && isOf(text, from, CAPITAL)
        ? { start: bound - 1, indent: undefined, ...nameOf(text.slice(from, last)) }
        : undefined
    if (bound - line > LONGEST_MARGIN) return undefined
    return isRuled(text, margin, bound)
      ? { start: line, indent: margin - line, ...nameOf(text.slice(from, last)) }
      : undefined
  }

  return (text) => {
    const headings = headingsOf(text)
    return headings.flatMap((heading, at) => {
      const { start, change, needsList } = heading
      if (
        change === undefined ||
        (needsList && !isOverBullets(text.slice(start, start + LONGEST_MARGIN + LONGEST_NAME)))
      )
        return []
      let next = at + 1
      while (next < headings.length && !endsSection(headings[next] as Heading, heading)) next += 1
      const following = headings[next]?.start ?? text.length
      return [{ start, end: start + lengthOf(text.slice(start, following), change), change }]
    })
  }
}

/** A line without a colon: in capitals, or a known heading that stands over an enumeration. */
function isHeadingLine({ change, isCapital, words }: Name, next: string): boolean {
  return isCapital || (change !== undefined && (!isOfCare(change) || words <= 3 || ITEM.test(next)))
}

const isOverBullets = (section: string): boolean => BARE.test(section) && BULLETED.test(section)

/** What a character may be in a heading, or around one. */
const [IN_NAME, LETTER, CAPITAL, BLANK, RULE] = [1, 2, 4, 8, 16]
const CLASS = Uint8Array.from({ length: 128 }, (_, code) => {
  const is = (pattern: RegExp, kind: number): number => (pattern.test(String.fromCharCode(code)) ? kind : 0)
  return (
    is(/[A-Za-z0-9 /&,()'-]/, IN_NAME) |
    is(/[A-Za-z]/, LETTER) |
    is(/[A-Z]/, CAPITAL) |
    is(/[ \t]/, BLANK) |
    is(/[#*=]/, RULE)
  )
})

const isOf = (text: string, at: number, kinds: number): boolean => ((CLASS[text.charCodeAt(at)] ?? 0) & kinds) !== 0
const isSentenceEnd = (code: number): boolean => code === 0x2e || code === 0x3b

function nextOf(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from)
  return at === -1 ? text.length : at
}

function afterBlanks(text: string, from: number): number {
  let at = from
  while (isOf(text, at, BLANK)) at += 1
  return at
}

/** Where a line's text ends: before its blanks, and before its question mark. */
function beforeMark(text: string, lineEnd: number, line: number): number {
  let end = lineEnd
  while (end > line && (isOf(text, end - 1, BLANK) || text[end - 1] === '\r')) end -= 1
  return end > line && text[end - 1] === '?' ? end - 1 : end
}

/** Whether an item's number stands there, and nothing else. */
function isNumber(text: string, from: number, to: number): boolean {
  let at = from
  while (at < to && at - from < 3 && isDigit(text.charCodeAt(at))) at += 1
  return at === to && at > from
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

/** Whether nothing stands there, or the signs that some write before a heading: "## Plan". */
function isRuled(text: string, from: number, to: number): boolean {
  let at = from
  while (at < to && isOf(text, at, RULE)) at += 1
  return afterBlanks(text, at) >= to
}

/** Whether a heading stands beside the one of a section, and not in it: what a plan goes on with are its treatments, and the problems that they are for. */
function endsSection(next: Heading, { change, indent = 0, isItem }: Heading): boolean {
  if (change === undefined || !isOfCare(change) || isItem) return true
  if (change === 'planned' && !next.isBeside && !next.isCapital) return false
  if (next.indent === undefined) return next.change !== undefined || !next.isItem
  return next.indent <= indent && (next.change !== undefined || !next.isItem)
}

/** Up to an empty line, but for the one under the heading and those between items; a list of bullets ends where a line without one begins. */
function lengthOf(section: string, change: Change): number {
  const bulleted = !isOfCare(change) && BULLETED.test(section)
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

const isOfCare = (change: Change): boolean =>
  change === 'planned' || change === 'declined' || change === 'given' || change === 'withheld'

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
