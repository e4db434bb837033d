import type { Asked } from '../resource/element.js'

/** What a FHIR document held, and what became of it. Nothing of it is dropped without a count here. */
export interface FhirReport {
  /** Resources of the document by type, contained ones apart. */
  resources: Record<string, number>
  claims: number
  claimsRefused: number
  /** Of all claims, refused ones among them; codes of other systems too. */
  diagnoses: number
  presentOnAdmission: number
  procedures: number
  lines: number
  /** Of DocumentReferences and Compositions without a claim. */
  documents: number
  documentsRefused: number
  notes: FhirNote[]
  /** Elements that no claim has a field for, by their path without indexes. */
  unmapped: { path: string; count: number }[]
}

/** What is odd and read all the same; `first`: where, as a JSON pointer. */
export interface FhirNote {
  code: NoteCode
  count: number
  first: string
}

export type NoteCode =
  | 'preauthorization' // no bill: read as a stay that is still open
  | 'reference-missing' // what it names is not in the document
  | 'age-from-year' // the birth date has no day
  | 'document-elsewhere' // an attachment by URL alone
  | 'document-type' // neither plain text, HTML nor RTF, or unreadable
  | 'document-apart' // beside claims, none of which names it: it is read where it comes without them
  | 'document-empty' // without text
  | 'no-stay' // a document that names neither an encounter nor a record number
  | 'care-team' // a member of a role that no claim has a field for, without an NPI, or a second one of a role
  | 'bill-code' // an occurrence, span, value or condition code without what belongs to it, or more than a claim takes
  | 'code-system' // a line's code of a system that lines have no field for

/** Gathers notes. */
export class Notes {
  readonly #byCode = new Map<NoteCode, FhirNote>()

  add(code: NoteCode, pointer: string): void {
    const note = this.#byCode.get(code)
    if (note === undefined) this.#byCode.set(code, { code, count: 1, first: pointer })
    else note.count += 1
  }

  all(): FhirNote[] {
    return [...this.#byCode.values()]
  }
}

/**
 * Elements that carry no meaning of the claim itself: narrative, profile, internal id (R4, resource.html and
 * narrative.html).
 */
const HOUSEKEEPING = new Set(['resourceType', 'meta', 'text', 'contained', 'implicitRules', 'language', 'id'])

/** What of the objects that were read nothing asked for, by path, the most frequent first. */
export function unmappedOf(asked: Asked, roots: { type: string; resource: object }[]): FhirReport['unmapped'] {
  const counts = new Map<string, number>()
  for (const { type, resource } of roots) walk(resource, type, asked, counts)
  return [...counts].map(([path, count]) => ({ path, count })).sort(mostFirst)
}

function walk(value: unknown, path: string, asked: Asked, counts: Map<string, number>): void {
  // No list of FHIR's is in a list; what nests without end would overflow the stack.
  const items: unknown[] = Array.isArray(value) ? value.filter((item) => !Array.isArray(item)) : []
  for (const item of items) walk(item, path, asked, counts)
  const known = typeof value === 'object' && value !== null ? asked.get(value) : undefined
  if (known === undefined) return
  for (const [name, held] of Object.entries(value as object)) {
    if (HOUSEKEEPING.has(name)) continue
    if (known.has(name)) walk(held, `${path}.${name}`, asked, counts)
    else counts.set(`${path}.${name}`, (counts.get(`${path}.${name}`) ?? 0) + 1)
  }
}

/** Both together: of several documents. */
export const addReport = (a: FhirReport, b: FhirReport): FhirReport => ({
  resources: sums([...Object.entries(a.resources), ...Object.entries(b.resources)]),
  claims: a.claims + b.claims,
  claimsRefused: a.claimsRefused + b.claimsRefused,
  diagnoses: a.diagnoses + b.diagnoses,
  presentOnAdmission: a.presentOnAdmission + b.presentOnAdmission,
  procedures: a.procedures + b.procedures,
  lines: a.lines + b.lines,
  documents: a.documents + b.documents,
  documentsRefused: a.documentsRefused + b.documentsRefused,
  notes: [...a.notes, ...b.notes.filter(({ code }) => !a.notes.some((note) => note.code === code))].map((note) => ({
    ...note,
    count: [...a.notes, ...b.notes].reduce((sum, { code, count }) => (code === note.code ? sum + count : sum), 0),
  })),
  unmapped: Object.entries(sums([...a.unmapped, ...b.unmapped].map(({ path, count }) => [path, count])))
    .map(([path, count]) => ({ path, count }))
    .sort(mostFirst),
})

function sums(counts: [string, number][]): Record<string, number> {
  const all: Record<string, number> = {}
  for (const [name, count] of counts) all[name] = (all[name] ?? 0) + count
  return all
}

const mostFirst = (a: { path: string; count: number }, b: { path: string; count: number }): number =>
  b.count - a.count || (a.path < b.path ? -1 : 1)
