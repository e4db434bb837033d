import type { Fact } from '@claims-audit/evidence'
import { mentionsOf } from '../../record/facts.js'
import { evidenceOf } from '../../findings/hit.js'
import type { Hit } from '../../findings/hit.js'
import { jointsOf } from '../../record/levels.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

/** A joint's part of the spine, and how many of them a body part of ICD-10-PCS says (tables 0RG and 0SG). */
const BODY_PARTS: Record<string, { joints: RegExp; from: number; to: number; name: string }> = {
  '0RG1': { joints: /^C\d+-C/, from: 1, to: 1, name: 'one cervical joint' },
  '0RG2': { joints: /^C\d+-C/, from: 2, to: Infinity, name: 'two or more cervical joints' },
  '0RG4': { joints: /^C7-T1$/, from: 1, to: 1, name: 'the cervicothoracic joint' },
  '0RG6': { joints: /^T\d+-T/, from: 1, to: 1, name: 'one thoracic joint' },
  '0RG7': { joints: /^T\d+-T/, from: 2, to: 7, name: 'two to seven thoracic joints' },
  '0RG8': { joints: /^T\d+-T/, from: 8, to: Infinity, name: 'eight or more thoracic joints' },
  '0RGA': { joints: /^T12-L1$/, from: 1, to: 1, name: 'the thoracolumbar joint' },
  '0SG0': { joints: /^L\d+-L/, from: 1, to: 1, name: 'one lumbar joint' },
  '0SG1': { joints: /^L\d+-L/, from: 2, to: Infinity, name: 'two or more lumbar joints' },
  '0SG3': { joints: /^L5-S1$/, from: 1, to: 1, name: 'the lumbosacral joint' },
}

/** The qualifier: from where, and which column. */
const QUALIFIERS: Record<string, { concept: string; name: string }[]> = {
  '0': [
    { concept: 'anterior-approach', name: 'an anterior approach' },
    { concept: 'anterior-column', name: 'fusion of the anterior column' },
  ],
  '1': [
    { concept: 'posterior-approach', name: 'a posterior approach' },
    { concept: 'posterior-column', name: 'fusion of the posterior column' },
  ],
  J: [
    { concept: 'posterior-approach', name: 'a posterior approach' },
    { concept: 'anterior-column', name: 'fusion of the anterior column' },
  ],
}

/** The device: an interbody fusion device, or a graft or its substitute. */
const DEVICES: Record<string, { concept: string; name: string }> = {
  A: { concept: 'interbody-device', name: 'an interbody fusion device' },
  '7': { concept: 'bone-graft', name: 'a bone graft' },
  J: { concept: 'bone-graft', name: 'a graft substitute' },
  K: { concept: 'bone-graft', name: 'a bone graft' },
}

const FUSION = ['fusion', 'anterior-column', 'posterior-column']

/** Billed spinal fusions whose joints, approach, column or device the operative notes do not name; silent where none came. */
export function fusionUnsupported({ claim, facts, documentTypes }: RecordUnderAudit): Hit[] {
  if (!documentTypes.has('operative-note')) return []
  const done = facts.filter(
    ({ documentType, assertion, temporality, experiencer }) =>
      documentType === 'operative-note' &&
      assertion === 'affirmed' &&
      temporality === 'current' &&
      experiencer === 'patient',
  )
  const named = new Set(done.map(({ concept }) => concept))
  const fused = done.filter(
    (fact) => FUSION.includes(fact.concept) || (fact.concept === 'spine-surgery' && /fus|arthrodes/i.test(fact.text)),
  )
  return [...new Set(claim.procedures.map(({ code }) => code))].flatMap((code) => {
    const part = BODY_PARTS[code.slice(0, 4)]
    if (part === undefined || code.length !== 7) return []
    const device = DEVICES[code.charAt(5)]
    const wanted = [...(QUALIFIERS[code.charAt(6)] ?? []), ...(device === undefined ? [] : [device])]
    const missing =
      fused.length === 0
        ? ['a spinal fusion']
        : [...joints(part, fused), ...wanted.filter(({ concept }) => !named.has(concept)).map(({ name }) => name)]
    return missing.length === 0
      ? []
      : [
          {
            codes: [],
            locus: [code],
            values: { procedure: code, lacking: missing.join('; ') },
            evidence: evidenceOf(mentionsOf(fused)),
            missing,
          },
        ]
  })
}

/** What the note's levels lack of the billed number of joints, or say otherwise. */
function joints(part: { joints: RegExp; from: number; to: number; name: string }, fused: Fact[]): string[] {
  const documented = [...new Set(fused.flatMap(({ level }) => (level === undefined ? [] : jointsOf(level))))]
  if (documented.length === 0) return ['the levels that were fused']
  const there = documented.filter((joint) => part.joints.test(joint))
  return there.length >= part.from && there.length <= part.to
    ? []
    : [`${part.name} (documented: ${documented.join(', ')})`]
}
