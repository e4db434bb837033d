import type { Elements } from '../read/elements.js'
import { packed } from '../read/tags.js'
import { kept } from '../read/text.js'
import { PATIENT, PROVIDER, SUBSCRIBER } from './hierarchy.js'
import type { Level } from './hierarchy.js'
import type { Reading } from './reading.js'
import { unmappedFrom } from './service-lines.js'
import { dateAt } from './values.js'

/** NM101 */
const BILLING_PROVIDER = packed('85')
const SUBSCRIBER_NAME = packed('IL')
const PAYER = packed('PR')
const PATIENT_NAME = packed('QC')
/** NM108 */
const NPI = packed('XX')

/** An identifier in NM109; undefined where it is empty, or of another kind than `qualifier`. */
export function identifierOf(elements: Elements, qualifier?: number): string | undefined {
  if (elements.isEmpty(9) || (qualifier !== undefined && elements.name(8) !== qualifier)) return undefined
  return kept(elements.text(9))
}

export const npiOf = (elements: Elements): string | undefined => identifierOf(elements, NPI)

/** An NM1 above the claims: whether it says something of the level. Names themselves are not read. */
export function readName(level: Level, elements: Elements): boolean {
  const entity = elements.name(1)
  if (level.code === PATIENT) return entity === PATIENT_NAME
  if (level.code === PROVIDER && entity === BILLING_PROVIDER) {
    const npi = npiOf(elements)
    if (npi !== undefined) level.npi = npi
    return npi !== undefined
  }
  if (level.code !== SUBSCRIBER || (entity !== SUBSCRIBER_NAME && entity !== PAYER)) return false
  const id = identifierOf(elements)
  if (id !== undefined) level[entity === PAYER ? 'payerId' : 'memberId'] = id
  return true
}

/** DMG of a subscriber or a patient. */
export function readPerson(level: Level, elements: Elements, s: string, reading: Reading): void {
  const sex = elements.text(3)
  if (sex === 'F' || sex === 'M') level.sex = sex
  unmappedFrom(4, elements, reading)
  if (elements.isEmpty(2)) return
  const birthDate = dateAt(s, elements.start(2), elements.stop(2))
  if (birthDate === undefined) reading.refuse('date', 2)
  else level.birthDate = birthDate
}
