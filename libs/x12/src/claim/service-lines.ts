import type { ServiceLine } from '@claims-audit/contracts'
import type { Elements } from '../read/elements.js'
import { packed } from '../read/tags.js'
import type { Reading } from './reading.js'
import { moneyOf, numberOf } from './values.js'

/** HCPCS and CPT (SV202-1, SV101-1); others are HIPPS rates, IV therapy and the like. */
const HCPCS = 'HC'
/** Units and days. Minutes of anesthesia (MJ) are not units. */
const UNITS = new Set(['UN', 'DA', 'F2'].map(packed))
/** SV202-3 to -6. */
const FIRST_MODIFIER = 2
const MODIFIERS = 4

/** Where SV2 (institutional) and SV1 (professional) hold what a line needs. */
const SV2 = { code: 2, charge: 3, unit: 4, units: 5 }
const SV1 = { code: 1, charge: 2, unit: 3, units: 4 }
export type Layout = typeof SV2
export const LAYOUTS = { SV1, SV2 }

export function readService(line: ServiceLine, elements: Elements, layout: Layout, reading: Reading): void {
  if (layout === SV2 && !elements.isEmpty(1)) line.revenueCode = elements.text(1)
  if (!elements.isEmpty(layout.code)) readCode(line, elements, layout.code, reading)
  if (!elements.isEmpty(layout.charge)) {
    const charge = moneyOf(elements.text(layout.charge))
    if (charge === undefined) return reading.refuse('amount', layout.charge)
    line.charge = charge
  }
  if (!elements.isEmpty(layout.units)) {
    const unit = elements.name(layout.unit)
    const units = numberOf(elements.text(layout.units))
    if (units === undefined) return reading.refuse('number', layout.units)
    if (UNITS.has(unit)) line.units = units
    else reading.unmapped(unit)
  }
  unmappedFrom(layout.units + 1, elements, reading)
}

function readCode(line: ServiceLine, elements: Elements, at: number, reading: Reading): void {
  const qualifier = elements.component(at, 0)
  if (qualifier !== HCPCS) return reading.unmapped(packed(qualifier))
  const code = elements.component(at, 1)
  if (code !== '') line.hcpcs = code
  const count = Math.min(elements.components(at), FIRST_MODIFIER + MODIFIERS)
  for (let which = FIRST_MODIFIER; which < count; which++) {
    const modifier = elements.component(at, which)
    if (modifier !== '') (line.modifiers ??= []).push(modifier)
  }
}

const NAMES = Array.from({ length: 64 }, (_, at) => packed(String(at).padStart(2, '0')))

/** Elements of a segment that is read otherwise, each under its number as a qualifier. */
export function unmappedFrom(first: number, elements: Elements, reading: Reading): void {
  for (let at = first; at < elements.count; at++) if (!elements.isEmpty(at)) reading.unmapped(NAMES[at] as number)
}
