import type { Match } from '../../findings/match.js'
import { procedureCodes } from '../../findings/subject.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

/** In characters: so short a note leaves out more than it says. */
const LEAST = 400

/**
 * A procedure whose title says an approach, a device or a part of the body of which no operative note has a word, where
 * the notes name another one of the kind alone (ICD-10-PCS Official Guidelines, A11: it is coded as documented).
 */
export function procedureContradicted(record: RecordUnderAudit): Match[] {
  const notes = [...record.texts].filter(([id]) => record.documentTypes.get(id) === 'operative-note')
  if (notes.reduce((sum, [, text]) => sum + text.length, 0) < LEAST) return []
  return procedureCodes(record.claim).flatMap((code) => {
    const title = record.codeSets.procedure(code, record.date)?.title ?? ''
    return record.coding.procedures
      .filter(({ of }) => of.some((start) => code.startsWith(start)))
      .flatMap(({ says }) => matchOf(code, title, says, notes))
  })
}

function matchOf(code: string, title: string, says: Record<string, string[]>, notes: [string, string][]): Match[] {
  const kinds = Object.entries(says)
  const [own, ...others] = kinds.filter(([kind]) => new RegExp(`\\b${kind}\\b`, 'i').test(title))
  if (own === undefined || others.length > 0 || placesOf(own[1], notes).length > 0) return []
  const [other, ...more] = kinds.flatMap(([kind, words]) => {
    const places = placesOf(words, notes)
    return places.length === 0 ? [] : [{ kind, places }]
  })
  if (other === undefined || more.length > 0) return []
  return [
    {
      codes: [code],
      target: [own[0]],
      values: { code, title, own: own[0], other: other.kind, said: other.places[0]?.text ?? '' },
      evidence: other.places,
    },
  ]
}

function placesOf(words: string[], notes: [string, string][]): NonNullable<Match['evidence']> {
  const said = new RegExp(words.join('|'), 'gi')
  return notes.flatMap(([documentId, text]) =>
    [...text.matchAll(said)].map(({ 0: found, index }) => ({
      documentId,
      start: index,
      end: index + found.length,
      text: found,
    })),
  )
}
