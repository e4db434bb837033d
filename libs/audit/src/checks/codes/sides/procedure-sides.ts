import type { Match } from '../../../findings/match.js'
import { procedureCodes } from '../../../findings/subject.js'
import type { RecordUnderAudit } from '../../../findings/subject.js'
import { mentionsOfSide, namesSide, wordsOfPart, type Side } from './sides.js'

/** The side in a procedure's title, and the part of the body behind it: "Right Knee Joint", "Left Upper Femur". */
const SIDE_OF = /\b(Left|Right) (?:Upper |Lower |Middle |Distal |Proximal |Internal |External |Common )?(\w+)/
const FEWEST = 2

/**
 * A procedure billed of a side that no operative note names of its part, where they name the other one (ICD-10-PCS
 * Official Guidelines, A11 and B4: the body part is coded as documented). Only limbs and paired organs whose words are
 * known.
 */
export function procedureSides(record: RecordUnderAudit): Match[] {
  const notes = [...record.texts].filter(([id]) => record.documentTypes.get(id) === 'operative-note')
  if (notes.length === 0) return []
  return procedureCodes(record.claim).flatMap((code) => {
    const title = record.codeSets.procedure(code, record.date)?.title ?? ''
    const [, side = '', part = ''] = SIDE_OF.exec(title) ?? []
    if (!PARTS.has(part.toLowerCase())) return []
    return matchOf(code, title, part.toLowerCase(), side.toLowerCase() as Side, notes, record)
  })
}

/** By the words of ICD-10-PCS. */
const PARTS = new Set([
  ...['shoulder', 'elbow', 'wrist', 'hand', 'hip', 'knee', 'ankle', 'foot', 'femur', 'tibia', 'fibula', 'patella'],
  ...['humerus', 'radius', 'ulna', 'clavicle', 'eye', 'ear', 'breast', 'kidney', 'ovary', 'testis', 'lung', 'thumb'],
  ...['neck', 'inguinal', 'axilla', 'axillary', 'ureter', 'carotid', 'adrenal', 'parotid', 'thyroid', 'fallopian'],
])

function matchOf(
  code: string,
  title: string,
  part: string,
  side: Side,
  notes: [string, string][],
  { coding }: RecordUnderAudit,
): Match[] {
  const other = side === 'left' ? 'right' : 'left'
  if (notes.some(([, text]) => namesSide(side, part, text, coding))) return []
  const named = notes.flatMap(([documentId, text]) =>
    mentionsOfSide(other, wordsOfPart(part, coding), text).map((mention) => ({ documentId, ...mention })),
  )
  if (named.length < FEWEST) return []
  return [
    { codes: [code], target: [side], values: { code, title, other, said: named[0]?.text ?? '' }, evidence: named },
  ]
}
