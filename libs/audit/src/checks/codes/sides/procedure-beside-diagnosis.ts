import { dotted } from '@claims-audit/contracts'
import type { Match } from '../../../findings/match.js'
import { procedureCodes } from '../../../findings/subject.js'
import type { RecordUnderAudit } from '../../../findings/subject.js'
import { wordsOfPart } from './sides.js'

/** The side in a procedure's title, and the joint or organ behind it: "Right Knee Joint", "Left Kidney". */
const SIDE_OF =
  /\b(Left|Right) (Hip|Knee|Shoulder|Ankle|Elbow|Wrist|Kidney|Breast|Eye|Ear|Ovary|Testis|Ureter|Lens|Adrenal|Femur|Tibia|Humerus|Radius)\b/i

/** A status, and a disease of vessels, are not what a joint or an organ is operated on for. */
const OF_ELSEWHERE = /^[ZI]/

/**
 * A procedure on one side of a part of the body for which every diagnosis that names a side names the other: a right
 * hip replaced for arthritis of the left (ICD-10-PCS Official Guidelines, B4; Guideline I.B.13). By the codes alone.
 */
export function procedureBesideDiagnosis(record: RecordUnderAudit): Match[] {
  // What is taken out so that it does not fall ill is healthy (Guideline I.C.21.c.14).
  if (record.billed.some((code) => code.startsWith('Z400'))) return []
  const titles = record.billed
    .filter((code) => !OF_ELSEWHERE.test(code))
    .map((code) => ({
      code,
      words: (record.codeSets.diagnosis(code, record.date)?.title ?? '').toLowerCase(),
    }))
  return procedureCodes(record.claim).flatMap((code) => {
    const title = record.codeSets.procedure(code, record.date)?.title ?? ''
    const [, named, part] = SIDE_OF.exec(title) ?? []
    if (named === undefined || part === undefined) return []
    const side = named.toLowerCase()
    const own = new RegExp(`\\b(?:${wordsOfPart(part.toLowerCase(), record.coding).join('|')})\\b`)
    const ofPart = titles.filter(({ words }) => own.test(words) && /\b(?:left|right|bilateral)\b/.test(words))
    const [first] = ofPart
    if (first === undefined || ofPart.some(({ words }) => new RegExp(`\\b(?:${side}|bilateral)\\b`).test(words)))
      return []
    return [
      {
        codes: [code, dotted(first.code)],
        values: { code, title, diagnosis: dotted(first.code), other: side === 'left' ? 'right' : 'left' },
      },
    ]
  })
}
