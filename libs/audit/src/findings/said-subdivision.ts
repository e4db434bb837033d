import type { CodeEntry } from '@claims-audit/code-sets'
import type { Fact } from '@claims-audit/evidence'
import { isEstablished } from '../record/facts.js'
import { siteOfTitle } from '../record/regions.js'
import { carriedProcedures } from '../record/grouped-diagnoses.js'
import type { RecordUnderAudit } from './subject.js'

/** A complete code below a header, and the mentions of what it says beyond the header. */
export interface Said {
  entry: CodeEntry
  facts: Fact[]
}

/** More codes than these are not told apart by words. */
const MOST_CODES = 400

/**
 * The one complete code below a header whose every particular the record says: side, encounter, and what its title adds
 * ("with neurogenic claudication", "stage 3"). A particular that is not said leaves the code open.
 */
export function saidSubdivision(header: CodeEntry, record: RecordUnderAudit): Said | undefined {
  const entries = completeUnder(header, record)
  if (entries.length > MOST_CODES) return undefined
  const asked = entries.flatMap((entry) => {
    const particulars = particularsOf(entry, header)
    return particulars === undefined ? [] : [{ entry, particulars }]
  })
  const phrases = [...new Set(asked.flatMap(({ particulars }) => particulars.flatMap(phrasesOf)))]
  if (phrases.length === 0) return undefined
  const read = record
    .readFor(phrases)
    .filter((fact) => fact.experiencer === 'patient' && fact.temporality === 'current')
  const said = asked.flatMap(({ entry, particulars }) => {
    const facts = particulars.map((particular) => saidOf(particular, read, record))
    return facts.includes(undefined) ? [] : [{ entry, facts: (facts as Fact[][]).flat() }]
  })
  return said.length === 1 ? said[0] : undefined
}

function completeUnder(header: CodeEntry, { codeSets, date }: RecordUnderAudit): CodeEntry[] {
  const below = (entry: CodeEntry): CodeEntry[] =>
    entry.header ? entry.children.flatMap((child) => codeSets.diagnosis(child, date) ?? []).flatMap(below) : [entry]
  return below(header).filter(({ valid }) => valid)
}

/** Something that a title says beyond its header's. */
type Particular =
  | { is: 'side'; side: string; part: string }
  | { is: 'encounter'; seventh: string; open: boolean }
  | { is: 'words'; words: string[]; denied: boolean }

const COMPLETE = 7
const SIDE = /\b(right|left|bilateral)\s+([a-z][a-z -]*?)(?=,|$|\s(?:with|without|affecting)\b)/i

/** Undefined for a code that leaves something unspecified, or whose encounter or region is not read here. */
function particularsOf(entry: CodeEntry, header: CodeEntry): Particular[] | undefined {
  if (isVaguer(entry.title, header.title)) return undefined
  if (siteOfTitle(entry.title) !== siteOfTitle(header.title) && siteOfTitle(entry.title) !== undefined) return undefined
  const particulars: Particular[] = []
  const [, side, part = ''] = SIDE.exec(entry.title) ?? []
  if (side !== undefined && !SIDE.test(header.title))
    particulars.push({ is: 'side', side: side.toLowerCase(), part: part.trim().toLowerCase() })
  if (entry.code.length === COMPLETE && header.code.length < COMPLETE) {
    const encounter = encounterOf(entry)
    if (encounter === undefined) return undefined
    particulars.push(encounter)
  }
  const added = segmentsOf(entry.title).filter((segment) => !isIn(segment, header.title) && !SIDE.test(segment))
  particulars.push(...added.map((segment) => wordsOf(segment, header.title)))
  return particulars.length === 0 ? undefined : particulars
}

const VAGUE = /\bunspecified\b|\bother\b|\bNOS\b/gi
const isVaguer = (title: string, header: string): boolean =>
  (title.match(VAGUE)?.length ?? 0) > (header.match(VAGUE)?.length ?? 0)

/** A title's parts between commas and before each "with" or "without", but for the encounter. */
const segmentsOf = (title: string): string[] =>
  title
    .replace(/,\s*(?:initial|subsequent) encounter.*$|,\s*sequela$/i, '')
    .split(/,\s*|\s+(?=with(?:out)?\b)/)
    .map((segment) => segment.trim())
    .filter((segment) => segment !== '')

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
/** Every word of a segment is the header's too: "Unilateral primary osteoarthritis" and "hip". */
const isIn = (segment: string, header: string): boolean =>
  plain(segment)
    .split(' ')
    .every((word) => ` ${plain(header)} `.includes(` ${word} `))

/** A word of this length names a condition by itself: "diverticulosis". */
const TELLING = 9

/** A segment as it stands, without what is in parentheses, and by the one telling word that the header lacks. */
function wordsOf(segment: string, header: string): Particular {
  const full = plain(segment)
  const short = plain(segment.replace(/\([^)]*\)/g, ' '))
  const [only, another] = full.split(' ').filter((word) => !isIn(word, header))
  const telling = only !== undefined && another === undefined && only.length >= TELLING ? [only] : []
  const words = [full, short, ...telling].map((each) => each.replace(/^with(?:out)? /, ''))
  return { is: 'words', words: [...new Set(words)], denied: full.startsWith('without ') }
}

function phrasesOf(particular: Particular): string[] {
  if (particular.is === 'side') return [particular.part]
  return particular.is === 'words' ? particular.words : [...ACTIVE, ...LATER, ...OPEN, ...TYPE_III]
}

function saidOf(particular: Particular, read: Fact[], record: RecordUnderAudit): Fact[] | undefined {
  const established = read.filter((fact) => isEstablished(fact, record.claim.claimType))
  if (particular.is === 'side') return sideSaid(particular, established)
  if (particular.is === 'encounter') return encounterSaid(particular, established, record)
  const { words, denied } = particular
  const about = read.filter(({ concept }) => words.includes(concept))
  const fitting = about.filter((fact) =>
    denied ? fact.assertion === 'negated' : isEstablished(fact, record.claim.claimType),
  )
  return fitting.length > 0 && fitting.length === about.length ? fitting : undefined
}

/** The side that every mention of the part with a side agrees on. */
function sideSaid({ side, part }: { side: string; part: string }, facts: Fact[]): Fact[] | undefined {
  const sided = facts.filter(({ concept, laterality }) => concept === part && laterality !== undefined)
  return sided.length > 0 && sided.every(({ laterality }) => laterality === side) ? sided : undefined
}

/**
 * Active treatment takes A, B or C (Guideline I.C.19.a); a fracture that is not said to be open is coded closed
 * (I.C.19.c).
 */
const ACTIVE = [
  'admitted for surgery',
  'admitted for fixation',
  'admitted for repair',
  'admitted for operative treatment',
  'internal fixation',
  'operative treatment',
  'operative repair',
  'operative fixation',
  'open reduction',
  'closed reduction',
  'orif',
  'surgical repair',
  'surgery',
  'operating room',
  'arthroplasty',
  'hemiarthroplasty',
  'intramedullary nailing',
  'intramedullary nail',
  'percutaneous pinning',
  'hip replacement',
  'emergency department',
  'emergency room',
  'splinted',
  'sutured',
  'irrigation and debridement',
]
const LATER = [
  'routine healing',
  'delayed healing',
  'nonunion',
  'malunion',
  'aftercare',
  'follow up visit',
  'hardware removal',
  'cast change',
  'healing fracture',
  'subsequent encounter',
  'sequela',
]
const OPEN = ['open fracture', 'open', 'compound fracture']

/**
 * Only initial encounters are told from the record; an open one only where the 7th characters have a single kind of it.
 */
function encounterOf({ code, title }: CodeEntry): Particular | undefined {
  const seventh = code.slice(-1)
  if (!/initial encounter/i.test(title)) return undefined
  return { is: 'encounter', seventh, open: /open fracture/i.test(title) }
}

function encounterSaid(
  { open, seventh }: { open: boolean; seventh: string },
  facts: Fact[],
  record: RecordUnderAudit,
): Fact[] | undefined {
  const said = (words: string[]): Fact[] => facts.filter(({ concept }) => words.includes(concept))
  const active = said(ACTIVE)
  if (said(LATER).length > 0 || (active.length === 0 && !isOperated(record))) return undefined
  const opened = said(OPEN)
  if (open !== opened.length > 0) return undefined
  // B is an open fracture of type I or II, or of no named type.
  if (open && said(TYPE_III).length > 0 !== (seventh === 'C')) return undefined
  return [...active, ...opened]
}

const TYPE_III = ['type iii', 'type iiia', 'type iiib', 'type iiic', 'type 3', 'grade iii', 'grade 3']

/** Whether an operation on the body is billed with the stay: sections 0 of ICD-10-PCS. */
const isOperated = ({ claim }: RecordUnderAudit): boolean =>
  carriedProcedures(claim).some((code) => code.startsWith('0'))
