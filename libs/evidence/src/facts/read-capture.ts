import type { ClinicalDocument, StructuredCapture } from '@claims-audit/contracts'
import { IMAGING } from '../lexicon/lexicon.js'
import type { Fact } from './fact.js'
import type { Reader } from './reader.js'

/** What imaging shows at the pars where it is broken; any other value ("normal", "intact pars") says nothing for it. */
const AT_THE_PARS =
  /\b(?:lucen(?:cy|cies|t)|defects?|fracture[\s_-]lines?|pars[\s_-]fractures?|sclero(?:sis|tic)|(?:increased[\s_-])?densit(?:y|ies)|marrow[\s_-]o?edema|clefts?|lysis|spondyloly\w+)\b/i
const DENIED = /\b(?:no|not|non|none|without|absent|negative|normal|denies|excluded|ruled[\s_-]out)\b/i

/** What a scribe or a form captured, as facts of the same kind as a note's; its text is the field that says it. */
export function readCapture(capture: StructuredCapture, reader: Reader): Fact[] {
  const [place] = [...reader.placesIn(capture.spinalLevel ?? ''), ...reader.placesIn(capture.region ?? '')]
  const where = {
    regions: place?.regions ?? [],
    placed: 'sentence' as const,
    ...(place?.level !== undefined && { level: place.level }),
  }
  const fact = (concept: string, text: string, said: Partial<Fact> = {}): Fact => ({
    ...captured(text),
    concept,
    assertion: 'affirmed',
    temporality: 'current',
    experiencer: 'patient',
    ...where,
    ...said,
  })
  /** A field in words is read as a note is; a word that the lexicon does not have is its own concept. */
  const inWords = (text: string): Fact[] => {
    const facts = reader.read({ ...CAPTURE, text: text.replace(/_/g, ' ') }).facts.map((read) => ({
      ...read,
      ...captured(text),
      ...(read.regions.length === 0 && where),
    }))
    return facts.length > 0 ? facts : [fact(text.toLowerCase(), text)]
  }
  return [
    ...(capture.etiology === undefined
      ? []
      : [
          fact('spondylolysis', `etiology: ${capture.etiology}`, { etiology: capture.etiology }),
          fact(capture.etiology, `etiology: ${capture.etiology}`),
        ]),
    ...(capture.imaging ?? []).flatMap(({ modality, findings = [] }) => imaged(modality, findings)),
    ...(capture.slip === 'present' ? [fact('spondylolisthesis', 'slip: present')] : []),
    ...(capture.slip === 'absent' ? [fact('spondylolisthesis', 'slip: absent', { assertion: 'negated' })] : []),
    ...(capture.neuro ?? []).flatMap(inWords),
    ...(capture.conservativeCare ?? []).flatMap(inWords),
  ]

  function imaged(written: string, findings: string[]): Fact[] {
    const modality =
      reader.read({ ...CAPTURE, text: written }).facts.find(({ concept }) => concept === IMAGING)?.modality ?? written
    const atThePars = findings.filter((finding) => AT_THE_PARS.test(finding))
    const [denied, seen] = [
      atThePars.filter((finding) => DENIED.test(finding)),
      atThePars.filter((finding) => !DENIED.test(finding)),
    ]
    return [
      fact(IMAGING, written, { modality }),
      ...(seen.length > 0 ? [fact('pars-defect', seen.join(', '), { modality })] : []),
      ...(denied.length > 0 ? [fact('pars-defect', denied.join(', '), { modality, assertion: 'negated' })] : []),
    ]
  }
}

const CAPTURE = { id: 'capture', type: 'other' } as const satisfies Omit<ClinicalDocument, 'text'>

const captured = (text: string): Pick<Fact, 'documentId' | 'documentType' | 'start' | 'end' | 'text'> => ({
  documentId: 'capture',
  documentType: 'capture',
  start: 0,
  end: text.length,
  text,
})
