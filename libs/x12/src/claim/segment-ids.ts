import type { Isa } from '../read/isa.js'
import { packed, packedAt } from '../read/tags.js'

/** Every segment of X222 and X223 within a transaction: what else stands in a claim is damaged. */
const IDS = [
  ...['AMT', 'BHT', 'CAS', 'CL1', 'CLM', 'CN1', 'CR1', 'CR2', 'CR3', 'CR5', 'CR6', 'CR7', 'CRC', 'CTP', 'CUR', 'DMG'],
  ...['DSB', 'DTP', 'FRM', 'HCP', 'HI', 'HL', 'HSD', 'IMM', 'K3', 'LIN', 'LQ', 'LX', 'MEA', 'MIA', 'MOA', 'N2', 'N3'],
  ...['N4', 'NM1', 'NTE', 'OI', 'PAT', 'PER', 'PRV', 'PS1', 'PWK', 'QTY', 'REF', 'SBR', 'SE', 'ST', 'SV1', 'SV2'],
  ...['SV4', 'SV5', 'SV6', 'SV7', 'SVD', 'TOO', 'UR'],
]
export const SEGMENT_IDS = new Set(IDS.map(packed))

/** Segments whose first element says what they are; of others it may be anything. */
export const QUALIFIED = new Set(
  ['AMT', 'CAS', 'CRC', 'DTP', 'HCP', 'LQ', 'MEA', 'NM1', 'NTE', 'PER', 'PRV', 'PWK', 'QTY', 'REF'].map(packed),
)

/** The first element of a segment whose id is `tag`; 0 where it is longer than a qualifier. */
export function qualifierAt(tag: number, s: string, from: number, end: number, { element }: Isa): number {
  const start = from + ((tag & 0xff) === 0 ? 3 : 4)
  let stop = start
  while (stop < end && stop - start < 4 && s.charCodeAt(stop) !== element) stop += 1
  return packedAt(s, start, stop)
}
