import { MAX_EVENT_BYTES, contentDigest } from '@claims-audit/claim'
import type { ClinicalDocument, ReceivedDocument, StructuredCapture, SubmittedClaim } from '@claims-audit/contracts'
import type { Stay } from './claim-arrives.js'
import { joins } from './joins.js'
import { holds } from './kept-documents.js'
import type { KeptDocument } from './kept-documents.js'

/** A claim with its documents, but for its revision. */
export interface ComposedClaim {
  body: SubmittedClaim
  /** The digest of what was joined: the same documents are not audited twice. */
  documents: string
  /** What was received of it, also what no longer holds. */
  joined: KeptDocument[]
  /** How many did not fit into one event. */
  leftOut: number
}

/**
 * A claim with the documents that are its: those that hold, without what is cancelled or replaced. What the claim
 * brought itself stays. Which documents there are decides alone, not when each came. `others`: see joins.
 */
export function composed(
  stay: Stay & { submitted: SubmittedClaim },
  documents: readonly KeptDocument[],
  others: readonly Stay[],
): ComposedClaim {
  const joined = documents.filter((each) => joins(each, stay, others))
  const current = currentOf(joined)
  const captures = current.flatMap(({ document }) => document.capture ?? [])
  const own = (stay.submitted.documents ?? []).filter(({ id }) => !current.some(({ document }) => document.id === id))
  const notes = current.map(({ document }) => document).filter(({ text }) => text !== '')
  const documentation = captures.reduce<StructuredCapture | undefined>(merged, stay.submitted.documentation)
  const base = { ...stay.submitted, ...(documentation !== undefined && { documentation }) }
  const fitting = inOneEvent(base, own, notes)
  const all = [...own, ...fitting.map(asClaims)]
  const leftOut = notes.length - fitting.length
  return {
    body: {
      ...base,
      ...((all.length > 0 || stay.submitted.documents !== undefined) && { documents: all }),
      ...(leftOut > 0 && { documentsLeftOut: leftOut }),
    },
    documents: contentDigest({
      documents: all,
      documentation: documentation ?? null,
      ...(leftOut > 0 && { isCut: true }),
    }),
    joined,
    leftOut,
  }
}

/** Those that hold, by id. */
function currentOf(joined: KeptDocument[]): KeptDocument[] {
  const byId = new Map<string, KeptDocument>()
  for (const each of joined) {
    const known = byId.get(each.document.id)
    byId.set(each.document.id, known === undefined ? each : holds(known, each))
  }
  const all = [...byId.values()]
  const held = all.filter(({ document }) => document.status !== 'cancelled')
  // What a cancelled document replaced holds again.
  const replaced = new Set(held.flatMap(({ document }) => document.replaces ?? []))
  const highest = new Map<string, number>()
  for (const { document } of held)
    if (document.setId !== undefined)
      highest.set(document.setId, Math.max(document.version ?? 0, highest.get(document.setId) ?? 0))
  return held
    .filter(
      ({ document: { id, setId, version = 0 } }) =>
        !replaced.has(id) && version >= (setId === undefined ? 0 : (highest.get(setId) ?? 0)),
    )
    .sort((a, b) => (a.document.id < b.document.id ? -1 : 1))
}

/** A preliminary document is no provider's word: of the type `other` it supports queries, and no code. */
const asClaims = ({ id, type, date, author, title, text, status }: ReceivedDocument): ClinicalDocument => ({
  id,
  type: status === 'preliminary' ? 'other' : type,
  ...(date !== undefined && { date }),
  ...(author !== undefined && { author }),
  ...(title !== undefined && { title }),
  text,
})

/** Lists are added to; of a single value the last one counts. */
const merged = (a: StructuredCapture | undefined, b: StructuredCapture): StructuredCapture => ({
  ...a,
  ...b,
  ...listOf('imaging', a, b),
  ...listOf('neuro', a, b),
  ...listOf('conservativeCare', a, b),
})

function listOf(
  name: 'imaging' | 'neuro' | 'conservativeCare',
  a: StructuredCapture | undefined,
  b: StructuredCapture,
): object {
  const all = [...(a?.[name] ?? []), ...(b[name] ?? [])]
  return all.length === 0 ? {} : { [name]: all }
}

/** The topic takes an event with its headers. */
const ROOM = 64_000

/** As many as an event holds, the newest first; a short one still finds room that a long one did not. */
function inOneEvent(base: object, own: ClinicalDocument[], notes: ReceivedDocument[]): ReceivedDocument[] {
  let left = MAX_EVENT_BYTES - ROOM - Buffer.byteLength(JSON.stringify({ ...base, documents: own }))
  const newest = [...notes].sort((a, b) =>
    (a.date ?? '') < (b.date ?? '') ? 1 : (a.date ?? '') > (b.date ?? '') ? -1 : a.id < b.id ? -1 : 1,
  )
  const fitting = new Set<ReceivedDocument>()
  for (const note of newest) {
    const size = Buffer.byteLength(JSON.stringify(note))
    if (size > left) continue
    left -= size
    fitting.add(note)
  }
  return notes.filter((note) => fitting.has(note))
}
