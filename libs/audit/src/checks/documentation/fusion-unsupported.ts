import type { Fact } from '@claims-audit/evidence'
import { mentionsOf } from '../../record/facts.js'
import { evidenceOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import { jointsOf } from '../../record/levels.js'
import { procedureCodes } from '../../findings/subject.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

interface BodyPart {
  joints: RegExp
  from: number
  to: number
  name: string
}
interface Named {
  concept: string
  name: string
}

/** A joint's part of the spine, and how many of them a body part of ICD-10-PCS says (tables 0RG and 0SG). */
const BODY_PARTS: Record<string, BodyPart> = {
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
const QUALIFIERS: Record<string, Named[]> = {
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
const DEVICES: Record<string, Named> = {
  A: { concept: 'interbody-device', name: 'an interbody fusion device' },
  '7': { concept: 'bone-graft', name: 'a bone graft' },
  J: { concept: 'bone-graft', name: 'a graft substitute' },
  K: { concept: 'bone-graft', name: 'a bone graft' },
}

const FUSION = ['fusion', 'anterior-column', 'posterior-column']
/** The documents that tell what was fused, the better one first. */
const NOTES = { 'operative-note': 'operative note', 'discharge-summary': 'discharge summary' }

/** What the note of some operation on the spine names; a note that names none is of another operation. */
const OF_SPINE = [...FUSION, 'spine-surgery', 'interbody-device']

/**
 * What a technique tells of a column without naming it (ICD-10-PCS Official Guidelines, B3.10c): a disc that is taken
 * out from the front leaves its space to be fused, and a fusion from behind without anything between the bodies is one
 * of the posterior column.
 */
function columnsTold(named: ReadonlySet<string>, done: Fact[]): string[] {
  const isSaid = (words: RegExp): boolean => done.some(({ text }) => words.test(text))
  return [
    ...(named.has('anterior-approach') && isSaid(/discectomy|diskectomy|corpectomy/i) ? ['anterior-column'] : []),
    ...(named.has('posterior-approach') && !named.has('anterior-column') ? ['posterior-column'] : []),
  ]
}

/**
 * Names of devices that are not in the lexicon as such: an implant of a material is an interbody device where it lies
 * between bodies.
 */
const IMPLANTS: Record<string, readonly string[]> = {
  'interbody-device': [
    'peek implant',
    'peek',
    'titanium implant',
    'interbody implant',
    'metal implant',
    'structural implant',
    'expandable implant',
  ],
  'bone-graft': [
    'bone implant',
    'bone dowel',
    'fibular strut',
    'tricortical graft',
    'tricortical bone',
    'bone block',
    'bone chips',
    'demineralized bone matrix',
    'morcellized bone',
    'morselized bone',
    'iliac graft',
  ],
  'anterior-column': [
    'between the bodies',
    'between the vertebral bodies',
    'into the disc space',
    'in the disc space',
    'into the disk space',
    'in the disk space',
    'into the interspace',
    'in the interspace',
    'into the intervertebral space',
  ],
}
const conceptOfWords = new Map(
  Object.entries(IMPLANTS).flatMap(([concept, words]) => words.map((word): [string, string] => [word, concept])),
)

/**
 * Billed spinal fusions whose joints, approach, column or device the operative notes do not name; silent where none of
 * an operation on the spine came. Without any, the joints that a discharge summary names.
 */
export function fusionUnsupported(record: RecordUnderAudit): Match[] {
  const { claim, documentTypes } = record
  const types = [...documentTypes.values()]
  const source = (['operative-note', 'discharge-summary'] as const).find((type) => types.includes(type))
  if (source === undefined) return []
  if (!claim.procedures.some(({ code }) => code.slice(0, 4) in BODY_PARTS)) return []
  const done = [...record.facts, ...record.readFor([...conceptOfWords.keys()])].filter(
    ({ documentType, assertion, temporality, experiencer }) =>
      documentType === source && assertion === 'affirmed' && temporality === 'current' && experiencer === 'patient',
  )
  if (!done.some(({ concept }) => OF_SPINE.includes(concept))) return []
  const said = new Set(done.map(({ concept }) => conceptOfWords.get(concept) ?? concept))
  const named = new Set([...said, ...columnsTold(said, done)])
  const fused = done.filter(
    (fact) => FUSION.includes(fact.concept) || (fact.concept === 'spine-surgery' && /fus|arthrodes/i.test(fact.text)),
  )
  return procedureCodes(claim).flatMap((code) => {
    const part = BODY_PARTS[code.slice(0, 4)]
    if (part === undefined || code.length !== 7) return []
    const device = DEVICES[code.charAt(5)]
    const wanted = [...(QUALIFIERS[code.charAt(6)] ?? []), ...(device === undefined ? [] : [device])]
    const missing =
      source === 'operative-note'
        ? lackingIn(part, wanted, fused, named)
        : // A summary gives the levels, but rarely the technique.
          fused.some(({ level }) => level !== undefined)
          ? joints(part, fused)
          : []
    return missing.length === 0
      ? []
      : [
          {
            codes: [],
            target: [code],
            values: { procedure: code, note: NOTES[source], lacking: missing.join('; ') },
            evidence: evidenceOf(mentionsOf(fused)),
            missing,
          },
        ]
  })
}

function lackingIn(part: BodyPart, wanted: Named[], fused: Fact[], named: ReadonlySet<string>): string[] {
  if (fused.length === 0) return ['a spinal fusion']
  return [...joints(part, fused), ...wanted.filter(({ concept }) => !named.has(concept)).map(({ name }) => name)]
}

/** What the note's levels lack of the billed number of joints, or say otherwise. */
function joints(part: BodyPart, fused: Fact[]): string[] {
  const documented = [...new Set(fused.flatMap(({ level }) => (level === undefined ? [] : jointsOf(level))))]
  if (documented.length === 0) return ['the levels that were fused']
  const there = documented.filter((joint) => part.joints.test(joint))
  return there.length >= part.from && there.length <= part.to
    ? []
    : [`${part.name} (documented: ${documented.join(', ')})`]
}
