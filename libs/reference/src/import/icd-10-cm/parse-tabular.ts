import {
  jsonOf,
  seventhExceptionsOf,
  seventhsOf,
  stemOf,
  type SeventhCharacters,
  type SeventhException,
} from './seventh-characters.js'
import type { TabularRow, TabularTables } from '../../open/tabular-tables.js'
import { attributeOf, childrenOf, readXml, textOf, type XmlElement } from './xml-elements.js'

/** What a tabular XML file says. */
export interface Tabular {
  /** The year that the file says it is of. */
  version: string
  tables: TabularTables
  /** How often each kind of element was left out, by its name and its parent's (`sevenChrNote in diag`). */
  leftOut: Map<string, number>
}

/** In the order that the tables have them for one code; the file's own order differs from code to code. */
const NOTE_TYPES = [
  'includes',
  'inclusionTerm',
  'excludes1',
  'excludes2',
  'codeFirst',
  'useAdditionalCode',
  'codeAlso',
  'notes',
] as const

const READ: Record<string, readonly string[]> = {
  'ICD10CM.tabular': ['version', 'chapter'],
  chapter: ['name', 'desc', 'section', ...NOTE_TYPES],
  section: ['desc', 'diag', ...NOTE_TYPES],
  diag: ['name', 'desc', 'diag', 'sevenChrDef', ...NOTE_TYPES],
  sevenChrDef: ['extension'],
  ...Object.fromEntries(NOTE_TYPES.map((type) => [type, ['note']])),
}

const CODE = /^[A-Z][0-9A-Z]{2}(\.[0-9A-Z]{1,4})?$/

/**
 * Reads the tabular list of ICD-10-CM, the XML file that CDC/NCHS publishes of each edition (public domain). Throws
 * SyntaxError, with file and line, where it is not well-formed XML or not that list: a chapter, section or code without
 * name or title, a code of another form, twice, or under a code that it does not begin with, invalid 7th characters.
 */
export function parseTabular(file: string, xml: string): Tabular {
  const root = readXml(file, xml)
  const chapters = childrenOf(root, 'chapter')
  if (root.name !== 'ICD10CM.tabular' || chapters.length === 0)
    throw new SyntaxError(`${root.at}: <${root.name}> is not <ICD10CM.tabular> with chapters`)
  const codes = chapters.flatMap(codesOfChapter)
  refuseTwice(chapters.flatMap(diagsIn))
  return {
    version: textOf(root, 'version'),
    tables: {
      chapters: chapters.map((chapter) => ({ chapter: textOf(chapter, 'name'), title: textOf(chapter, 'desc') })),
      sections: chapters.flatMap(sectionsOf),
      codes,
      notes: chapters.flatMap((chapter) => notesOf(chapter)),
    },
    leftOut: leftOut(root),
  }
}

function sectionsOf(chapter: XmlElement): TabularRow<'sections'>[] {
  return childrenOf(chapter, 'section').map((section) => ({
    chapter: textOf(chapter, 'name'),
    section: attributeOf(section, 'id'),
    title: textOf(section, 'desc'),
  }))
}

/** Where a code stands; `sevenths` are the 7th characters that were last defined above it. */
interface Place {
  chapter: string
  section: string
  parent: string
  depth: number
  sevenths: SeventhCharacters
  exceptions: readonly SeventhException[]
}

function codesOfChapter(chapter: XmlElement): TabularRow<'codes'>[] {
  const name = textOf(chapter, 'name')
  return childrenOf(chapter, 'section').flatMap((section) => {
    const place = {
      chapter: name,
      section: attributeOf(section, 'id'),
      parent: '',
      depth: 3,
      sevenths: new Map(),
      exceptions: [],
    }
    return childrenOf(section, 'diag').flatMap((diag) => codesOf(diag, place))
  })
}

/**
 * A code, then those below it: printed ones or, where none are printed and 7th characters apply, the ones that these
 * make.
 */
function codesOf(diag: XmlElement, place: Place): TabularRow<'codes'>[] {
  const dotted = codeOf(diag, place.parent)
  const printed = childrenOf(diag, 'diag')
  const sevenths = seventhsOf(diag) ?? place.sevenths
  const below = {
    ...place,
    parent: dotted,
    depth: place.depth + 1,
    sevenths,
    exceptions: [...place.exceptions, ...seventhExceptionsOf(diag)],
  }
  const row = rowOf(dotted, textOf(diag, 'desc'), place)
  if (printed.length > 0)
    return [
      { ...row, n_children: `${printed.length}`, billable: '0' },
      ...printed.flatMap((child) => codesOf(child, below)),
    ]
  if (sevenths.size === 0) return [row]
  return [
    { ...row, billable: '0', seventh_chars: jsonOf(sevenths) },
    ...codesWithSevenths(stemOf(diag, dotted), row.title, below),
  ]
}

/** Those that an exception excludes are there as well, but not billable. */
function codesWithSevenths(stem: string, title: string, place: Place): TabularRow<'codes'>[] {
  const excluded = place.exceptions
    .filter(({ sixths }) => sixths.includes(stem.slice(-1)))
    .flatMap(({ sevenths }) => sevenths)
  return [...place.sevenths].map(([char, meaning]) => ({
    ...rowOf(`${stem}${char}`, `${title}, ${meaning}`, place),
    billable: excluded.includes(char) ? '0' : '1',
  }))
}

/** The row of a code with nothing below it. */
function rowOf(dotted: string, title: string, { chapter, section, parent, depth }: Place): TabularRow<'codes'> {
  return {
    code: dotted.replace('.', ''),
    dotted,
    title,
    chapter,
    section,
    parent,
    depth: `${depth}`,
    n_children: '0',
    billable: '1',
    seventh_chars: '',
  }
}

function codeOf(diag: XmlElement, parent: string): string {
  const code = textOf(diag, 'name')
  if (!CODE.test(code) || !code.startsWith(parent))
    throw new SyntaxError(`${diag.at}: ${code} is not a code${parent && ` under ${parent}`}`)
  return code
}

/** The notes of a chapter, section or code, then those of what is in it. */
function notesOf(element: XmlElement): TabularRow<'notes'>[] {
  const owner = ownerOf(element)
  const own = NOTE_TYPES.flatMap((type) =>
    childrenOf(element, type)
      .flatMap((list) => textsOf(list))
      .map((text) => ({ code: owner, note_type: type, text })),
  )
  return [...own, ...element.children.filter(({ name }) => name === 'section' || name === 'diag').flatMap(notesOf)]
}

function textsOf(list: XmlElement): string[] {
  return childrenOf(list, 'note')
    .map(({ text }) => text)
    .filter((text) => text !== '')
}

function ownerOf(element: XmlElement): string {
  if (element.name === 'section') return `SECTION ${attributeOf(element, 'id')}`
  return element.name === 'chapter' ? `CHAPTER ${textOf(element, 'name')}` : textOf(element, 'name')
}

function diagsIn(element: XmlElement): XmlElement[] {
  return element.children.flatMap((child) => (child.name === 'diag' ? [child, ...diagsIn(child)] : diagsIn(child)))
}

function refuseTwice(diags: XmlElement[]): void {
  const first = new Map<string, XmlElement>()
  for (const diag of diags) {
    const code = textOf(diag, 'name')
    const other = first.get(code)
    if (other) throw new SyntaxError(`${diag.at}: ${code} is at ${other.at} already`)
    first.set(code, diag)
  }
}

/** Counts what `parseTabular` does not read, so that nothing is lost unsaid. */
function leftOut(root: XmlElement): Map<string, number> {
  const counts = new Map<string, number>()
  const count = (element: XmlElement): void => {
    for (const child of element.children) {
      if (READ[element.name]?.includes(child.name)) count(child)
      else counts.set(`${child.name} in ${element.name}`, (counts.get(`${child.name} in ${element.name}`) ?? 0) + 1)
    }
  }
  count(root)
  return counts
}
