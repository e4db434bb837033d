import type { StructuredCapture } from '@claims-audit/contracts'
import type { Fact } from './fact.js'
import { placesIn } from './levels.js'

/** What a scribe or a form captured, as facts of the same kind as a note's; its text is the field that says it. */
export function readCapture(capture: StructuredCapture): Fact[] {
  const [place] = placesIn(`${capture.spinalLevel ?? ''} ${capture.region ?? ''}`)
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
    ...(place?.level !== undefined && { level: place.level }),
  })
  const findings = (capture.imaging ?? []).flatMap((image) => image.findings ?? [])
  return [
    ...(capture.etiology === 'acquired' ? [fact('spondylolysis', 'etiology: acquired')] : []),
    ...(findings.length > 0 ? [fact('pars-defect', findings.join(', '))] : []),
    ...(capture.slip === 'present' ? [fact('spondylolisthesis', 'slip: present')] : []),
    ...(capture.slip === 'absent' ? [fact('spondylolisthesis', 'slip: absent', 'negated')] : []),
    ...(capture.neuro ?? []).map((sign) => fact(sign.toLowerCase(), sign)),
  ]
}
