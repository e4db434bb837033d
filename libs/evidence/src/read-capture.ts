import type { StructuredCapture } from '@claims-audit/contracts'
import type { Fact } from './fact.js'
import type { Place } from './places.js'

/** What imaging shows at the pars where it is broken; any other value ("normal", "intact pars") says nothing for it. */
const AT_THE_PARS = /\b(?:lucen(?:cy|cies|t)|defects?|fracture[\s_-]lines?|pars[\s_-]fractures?|sclero(?:sis|tic)|(?:increased[\s_-])?densit(?:y|ies)|marrow[\s_-]o?edema|clefts?|lysis|spondyloly\w+)\b/i
const DENIED = /\b(?:no|not|non|none|without|absent|negative|normal|denies|excluded|ruled[\s_-]out)\b/i

/** What a scribe or a form captured, as facts of the same kind as a note's; its text is the field that says it. */
export function readCapture(capture: StructuredCapture, placesIn: (text: string) => Place[]): Fact[] {
  const [place] = [...placesIn(capture.spinalLevel ?? ''), ...placesIn(capture.region ?? '')]
  const fact = (concept: string, text: string, assertion: Fact['assertion'] = 'affirmed'): Fact => ({
    concept,
    documentId: 'capture',
    documentType: 'capture',
    start: 0,
    end: text.length,
    text,
    assertion,
    temporality: 'current',
    experiencer: 'patient',
    regions: place?.regions ?? [],
    placed: 'sentence',
    ...(place?.level !== undefined && { level: place.level }),
  })
  const findings = (capture.imaging ?? []).flatMap((image) => image.findings ?? []).filter((finding) => AT_THE_PARS.test(finding))
  const [denied, seen] = [findings.filter((finding) => DENIED.test(finding)), findings.filter((finding) => !DENIED.test(finding))]
  return [
    ...(capture.etiology === 'acquired' ? [fact('spondylolysis', 'etiology: acquired')] : []),
    ...(seen.length > 0 ? [fact('pars-defect', seen.join(', '))] : []),
    ...(denied.length > 0 ? [fact('pars-defect', denied.join(', '), 'negated')] : []),
    ...(capture.slip === 'present' ? [fact('spondylolisthesis', 'slip: present')] : []),
    ...(capture.slip === 'absent' ? [fact('spondylolisthesis', 'slip: absent', 'negated')] : []),
    ...(capture.neuro ?? []).map((sign) => fact(sign.toLowerCase(), sign)),
  ]
}
