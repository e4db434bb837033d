import type { Match } from '../../findings/match.js'
import { procedureCodes } from '../../findings/subject.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

/** Excision of skin, subcutaneous tissue and fascia, muscle or tendon, not for diagnosis. */
const EXCISION = /^0[HJKL]B....?$/
const DIAGNOSTIC = /X$/
/** What a debridement may be that cuts nothing away. */
const WASHED = /\b(?:irrigat\w+|debrid\w+|wash(?:ed)? ?out|pulse.?(?:lavag|evac)\w*|lavag\w+)/gi
/** Any word of cutting, of an instrument, or of a thing that is taken out whole. */
const CUT =
  /excis|resect|sharp|scalpel|curett|rongeur|scissor|\bcut\b|cutting|knife|blade|trimm|shav|remov(?!\w* of (?:the )?foreign)|amputat|biops|lesion|mass\b|lipoma|cyst|tumou?r|nodule|graft|tangential|versajet|dissect/i

/**
 * An excision of soft tissue where the operative notes describe an irrigation or a debridement, and no word of cutting:
 * it is coded as excisional only where the provider documents that (ICD-10-PCS Guideline A11; definition of Excision).
 */
export function excisionUnsupported(record: RecordUnderAudit): Match[] {
  const billed = procedureCodes(record.claim).filter((code) => EXCISION.test(code) && !DIAGNOSTIC.test(code))
  const notes = [...record.texts].filter(([id]) => record.documentTypes.get(id) === 'operative-note')
  if (billed.length === 0 || notes.some(([, text]) => CUT.test(text))) return []
  const washed = notes.flatMap(([documentId, text]) =>
    [...text.matchAll(WASHED)].map(({ 0: said, index }) => ({
      documentId,
      start: index,
      end: index + said.length,
      text: said,
    })),
  )
  const [first] = washed
  if (first === undefined) return []
  return [
    {
      codes: billed,
      values: { procedures: billed.join(', '), said: first.text },
      evidence: washed,
      indicators: washed.map(({ text }) => `"${text}" (operative-note)`),
    },
  ]
}
