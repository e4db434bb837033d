import type { DocumentType } from '@claims-audit/contracts'
import type { Region } from '../places/vertebrae.js'

/** The side of the body. */
export type Laterality = 'left' | 'right' | 'bilateral'

/**
 * One mention of a concept at one place, in a document or capture, and how it is meant: "at C6 and L4" makes two.
 * Offsets are UTF-16 code units into the document's text.
 */
export interface Fact {
  concept: string
  documentId: string
  /** `capture` for what a scribe or form sent in fields: its text is the field, its offsets 0 and the text's length. */
  documentType: DocumentType | 'capture'
  start: number
  end: number
  text: string
  assertion: 'affirmed' | 'negated' | 'possible' | 'hypothetical'
  temporality: 'current' | 'historical'
  experiencer: 'patient' | 'other'
  /** That it is past only because it ended in the course that the text tells ("now resolved"). */
  resolved?: true
  /** Where it is; two where a level may belong to either (C2, L5); empty where nothing says. */
  regions: Region[]
  /** Whether its own sentence says where it is, or only the document as a whole. */
  placed: 'sentence' | 'document'
  /** The vertebra, motion segment or nerve root named with it: `C6`, `C5-C6`. */
  level?: string
  /** The side that its clause names. */
  laterality?: Laterality
  /** The concept that the record names as its cause ("myelopathy due to the pars defect"). */
  cause?: string
  /** By what it was seen: the modality that its sentence names, or its report (`CT`). */
  modality?: string
  /** What the record calls a condition: born with, or come by. */
  etiology?: 'congenital' | 'acquired'
  /** The number measured: density at the pars, size of a slip, strength, a laboratory value. */
  value?: number
  /**
   * The number's unit, where the concept has more than one: `/5` is the Medical Research Council's scale of strength,
   * `grade` Meyerding's.
   */
  unit?: 'HU' | 'mm' | 'grade' | '/5'
  /** That a word of it is not known, and was taken for a misspelt one: no finding rests on it. */
  guessed?: true
  /**
   * That nothing around says that it is of the spine, or that it is of another part of the body: no finding rests on
   * it.
   */
  weak?: true
  /** Of a treatment that is not given yet. */
  care?: 'planned' | 'declined'
}
