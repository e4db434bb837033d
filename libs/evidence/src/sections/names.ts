import type { Category, ContextWords } from '../lexicon/lexicon.js'

/** So many names of headings are remembered with what they mean; they come again. */
const REMEMBERED = 4096
/** What a heading of these is may go on after its name: "call your doctor if", "risks of surgery". */
const OPEN: readonly Category[] = ['hypothetical', 'goal', 'risk']
/** What the name of a heading says, wherever it stands. */
export interface Name {
  category: Category | undefined
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
  modifiers: ReadonlyMap<string, Category>
  careWords: readonly (readonly [Category, RegExp])[]
  beside: ReadonlySet<string>
  treatments: ReadonlySet<string>
  known: Map<string, Name>
}

export function compileSections(
  { sections, careSections, beside }: Pick<ContextWords, 'sections' | 'careSections' | 'beside'>,
  treatments: ReadonlySet<string>,
): SectionNames {
  return {
    modifiers: new Map(
      Object.entries(sections).flatMap(([category, names]) =>
        names.map((name) => [name, category as Category] as const),
      ),
    ),
    careWords: (['withheld', 'declined', 'planned', 'given'] as const).map(
      (category) => [category, new RegExp(`\\b(?:${careSections[category].join('|')})\\b`)] as const,
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
  const needsList = !names.modifiers.has(plain) && isDenial(plain, names)
  const category = needsList ? 'negated' : changeOf(plain, names)
  const name: Name = {
    category,
    needsList,
    isItem: namesTreatment(plain, names),
    isBeside: category !== undefined || names.beside.has(plain),
    isCapital: written === written.toUpperCase(),
    words: written.split(' ').length,
  }
  if (names.known.size < REMEMBERED) names.known.set(written, name)
  return name
}

/** A heading by its name, or by a name that it goes on from ("call your doctor if you have"), or by a word in it. */
function changeOf(name: string, { modifiers, careWords }: SectionNames): Category | undefined {
  const words = name.split(' ')
  for (let many = words.length; many > 0; many--) {
    const category = modifiers.get(words.slice(0, many).join(' '))
    if (category !== undefined && (many === words.length || OPEN.includes(category))) return category
  }
  return careWords.find(([, pattern]) => pattern.test(name))?.[0]
}

const isDenial = (name: string, { modifiers }: SectionNames): boolean =>
  modifiers.get(name.slice(name.lastIndexOf(' ') + 1)) === 'negated'

function namesTreatment(name: string, { treatments }: SectionNames): boolean {
  const words = name.split(/[ /]/)
  return words.some((_, from) => [1, 2, 3].some((many) => treatments.has(words.slice(from, from + many).join(' '))))
}
