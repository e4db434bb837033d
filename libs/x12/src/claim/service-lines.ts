import type { ServiceLine } from '@claims-audit/contracts'
import type { Elements } from '../read/elements.js'
import type { Isa } from '../read/isa.js'
import { packed } from '../read/tags.js'
import { kept } from '../read/text.js'
import type { Reading } from './reading.js'
import { qualifierAt } from './segment-ids.js'
import { moneyOf, numberOf } from './values.js'

const REF = packed('REF')

/** HCPCS and CPT (SV202-1, SV101-1); others are HIPPS rates, IV therapy and the like. */
const HCPCS = 'HC'
/** Units and days. Minutes of anesthesia (MJ) are not units. */
const UNITS = new Set(['UN', 'DA', 'F2'].map(packed))
/** SV202-3 to -6. */
const FIRST_MODIFIER = 2
const MODIFIERS = 4

/** Where SV2 (institutional) and SV1 (professional) hold what a line needs. */
const SV2 = { code: 2, charge: 3, unit: 4, units: 5, pointers: 0 }
/** SV107 points at diagnoses, SV105 is the place of service. */
const SV1 = { code: 1, charge: 2, unit: 3, units: 4, pointers: 7 }
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
  const isPointed = layout.pointers > 0 && readPointers(line, elements, layout.pointers)
  unmappedFrom(layout.units + 1, elements, reading, isPointed ? layout.pointers : 0)
}

const MOST_POINTERS = 4

/** Whether they are pointers. */
function readPointers(line: ServiceLine, elements: Elements, at: number): boolean {
  if (elements.isEmpty(at)) return false
  const texts = Array.from({ length: elements.components(at) }, (_, which) => elements.component(at, which))
  const said = texts.filter((text) => text !== '')
  if (said.length === 0 || said.length > MOST_POINTERS || !said.every((text) => /^[1-9]\d?$/.test(text))) return false
  line.diagnosisPointers = said.map(Number)
  return true
}

/** What no claim is refused for: the guide's characters, as many as the schema takes. */
const LINE_NUMBER = /^[\x20-\x7e]{1,128}$/
/** REF01 of the line that is kept. */
const LINE_CONTROL_NUMBER = packed('6R')

/** A REF of a line: most of them are not read, and not split. */
export function readLineReference(
  line: ServiceLine | undefined,
  elements: Elements,
  s: string,
  from: number,
  end: number,
  isa: Isa,
): boolean {
  if (line === undefined || qualifierAt(REF, s, from, end, isa) !== LINE_CONTROL_NUMBER) return false
  elements.split(s, from, end, isa)
  const number = kept(elements.text(2))
  if (!LINE_NUMBER.test(number)) return false
  line.lineControlNumber = number
  return true
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

/** Elements of a segment that is read otherwise, each but `except` under its number as a qualifier. */
export function unmappedFrom(first: number, elements: Elements, reading: Reading, except = 0): void {
  for (let at = first; at < elements.count; at++)
    if (at !== except && !elements.isEmpty(at)) reading.unmapped(NAMES[at] as number)
}
