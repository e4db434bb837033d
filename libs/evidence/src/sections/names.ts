import type { Change, ContextWords } from '../lexicon/lexicon.js'

/** So many names of headings are remembered with what they mean; they come again. */
const REMEMBERED = 4096
/** What a heading of these is may go on after its name: "call your doctor if", "risks of surgery". */
const OPEN: readonly Change[] = ['hypothetical', 'aimed', 'risked']
/** What the name of a heading says, wherever it stands. */
export interface Name {
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

/** What headings mean by their names: as they are listed, and by words in them. `treatments` are the names of some. */
export interface SectionNames {
  changes: ReadonlyMap<string, Change>
  careWords: readonly (readonly [Change, RegExp])[]
  beside: ReadonlySet<string>
  treatments: ReadonlySet<string>
  known: Map<string, Name>
}

export function compileSections(
  { sections, careSections, beside }: Pick<ContextWords, 'sections' | 'careSections' | 'beside'>,
  treatments: ReadonlySet<string>,
): SectionNames {
  return {
    changes: new Map(
      Object.entries(sections).flatMap(([change, names]) => names.map((name) => [name, change as Change] as const)),
    ),
    careWords: (['withheld', 'declined', 'planned', 'given'] as const).map(
      (change) => [change, new RegExp(`\\b(?:${careSections[change].join('|')})\\b`)] as const,
    ),
    beside: new Set(beside),
    treatments,
    known: new Map(),
  }
}

/** What a heading's name says, as it is written. */
export function nameOf(written: string, names: SectionNames): Name {
  const known = names.known.get(written)
  if (known !== undefined) return known
  const plain = written
    .toLowerCase()
    .replace(/[-,()]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
  const needsList = !names.changes.has(plain) && isDenial(plain, names)
  const change = needsList ? 'negated' : changeOf(plain, names)
  const name: Name = {
    change,
    needsList,
    isItem: namesTreatment(plain, names),
    isBeside: change !== undefined || names.beside.has(plain),
    isCapital: written === written.toUpperCase(),
    words: written.split(' ').length,
  }
  if (names.known.size < REMEMBERED) names.known.set(written, name)
  return name
}

/** A heading by its name, or by a name that it goes on from ("call your doctor if you have"), or by a word in it. */
function changeOf(name: string, { changes, careWords }: SectionNames): Change | undefined {
  const words = name.split(' ')
  for (let many = words.length; many > 0; many--) {
    const change = changes.get(words.slice(0, many).join(' '))
    if (change !== undefined && (many === words.length || OPEN.includes(change))) return change
  }
  return careWords.find(([, pattern]) => pattern.test(name))?.[0]
}

const isDenial = (name: string, { changes }: SectionNames): boolean =>
  changes.get(name.slice(name.lastIndexOf(' ') + 1)) === 'negated'

function namesTreatment(name: string, { treatments }: SectionNames): boolean {
  const words = name.split(/[ /]/)
  return words.some((_, from) => [1, 2, 3].some((many) => treatments.has(words.slice(from, from + many).join(' '))))
}
