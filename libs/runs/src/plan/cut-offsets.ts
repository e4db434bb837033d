import type { PlannedUnit } from '@claims-audit/ledger'
import { UNIT_EVENTS } from './cut-lines.js'

/** Part of a partition in one log. */
export interface Offsets {
  epoch?: number
  log?: string
  partition: number
  from: bigint
  to: bigint
}

/**
 * Cuts a partition's offsets, the last not included, at multiples of the unit's size: what the log has dropped or won
 * meanwhile moves no other border.
 */
export function cutOffsets({ from, to, ...place }: Offsets, size = BigInt(UNIT_EVENTS)): PlannedUnit[] {
  const units: PlannedUnit[] = []
  for (let at = from; at < to;) {
    const border = (at / size + 1n) * size
    const end = border < to ? border : to
    units.push({ stretch: { kind: 'offsets', ...place, from: String(at), to: String(end) }, events: Number(end - at) })
    at = end
  }
  return units
}
