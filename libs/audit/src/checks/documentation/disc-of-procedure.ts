import { evidenceOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import { procedureCodes } from '../../findings/subject.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { mentionsOf } from '../../record/facts.js'
import { jointsOf } from '../../record/levels.js'

/** Discs by the body part of ICD-10-PCS (tables 0RB, 0RT, 0SB, 0ST), and their levels. */
const DISCS: Record<string, { name: string; of: RegExp }> = {
  R3: { name: 'a cervical disc', of: /^C\d+-C/ },
  R5: { name: 'the cervicothoracic disc', of: /^C7-T1$/ },
  R9: { name: 'a thoracic disc', of: /^T\d+-T/ },
  RB: { name: 'the thoracolumbar disc', of: /^T12-L1$/ },
  S2: { name: 'a lumbar disc', of: /^L\d+-L/ },
  S4: { name: 'the lumbosacral disc', of: /^L5-S1$/ },
}
/** The roots by which a disc is taken out: excision and resection. */
const TAKES_OUT = /^0[RS][BT]/
const OF_DISC = ['disc-disorder', 'spine-surgery', 'anterior-column', 'fusion']

/**
 * A disc billed as taken out of a part of the spine of which the operative note has no level: the disc between L5 and
 * S1 is the lumbosacral one (ICD-10-PCS Official Guidelines, A11; body part key).
 */
export function discOfProcedure(record: RecordUnderAudit): Match[] {
  const operated = record.facts.filter(
    ({ documentType, concept, assertion, temporality }) =>
      documentType === 'operative-note' &&
      OF_DISC.includes(concept) &&
      assertion === 'affirmed' &&
      temporality === 'current',
  )
  const joints = [...new Set(operated.flatMap(({ level }) => (level === undefined ? [] : jointsOf(level))))]
  if (joints.length === 0) return []
  return procedureCodes(record.claim).flatMap((code) => {
    const disc = TAKES_OUT.test(code) ? DISCS[code.charAt(1) + code.charAt(3)] : undefined
    if (disc === undefined || joints.some((joint) => disc.of.test(joint))) return []
    const said = operated.filter(({ level }) => level !== undefined)
    return [
      {
        codes: [],
        target: [code],
        values: { code, disc: disc.name, levels: joints.join(', ') },
        evidence: evidenceOf(mentionsOf(said)),
      },
    ]
  })
}
