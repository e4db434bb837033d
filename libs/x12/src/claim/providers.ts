import type { Elements } from '../read/elements.js'
import { packed } from '../read/tags.js'
import type { Draft, More } from './draft.js'
import { npiOf } from './names.js'

/** NM101 of 2310: of an 837I 71, 72, ZZ; of an 837P DN and 82, which an 837I may have as well. */
const ROLES: Record<string, Role> = {
  71: 'attending',
  72: 'operating',
  ZZ: 'otherOperating',
  82: 'rendering',
  DN: 'referring',
}
type Role = keyof Pick<More, 'attending' | 'operating' | 'otherOperating' | 'rendering' | 'referring'>
const BY_ENTITY = new Map(Object.entries(ROLES).map(([entity, role]) => [packed(entity), role]))
const SERVICE_FACILITY = packed('77')
/** PRV02: a code of the NUCC's taxonomy. */
const TAXONOMY = packed('PXC')

/**
 * An NM1 of the claim: a provider by its NPI, or where the service was given, if elsewhere than at the billing
 * provider. Whether it says something that the claim has no other one of.
 */
export function readProvider(draft: Draft, elements: Elements): boolean {
  delete draft.provider
  const npi = npiOf(elements)
  if (npi === undefined) return false
  const entity = elements.name(1)
  if (entity === SERVICE_FACILITY) {
    draft.serviceFacility = npi
    return true
  }
  const role = BY_ENTITY.get(entity)
  if (role === undefined || draft.more[role] !== undefined || !/^\d{10}$/.test(npi)) return false
  draft.provider = draft.more[role] = { npi }
  return true
}

/** A PRV of the claim, which is about the provider before it. */
export function readTaxonomy({ provider }: Draft, elements: Elements): boolean {
  const taxonomy = elements.text(3)
  if (provider === undefined || elements.name(2) !== TAXONOMY || !/^[0-9A-Z]{10}$/.test(taxonomy)) return false
  provider.taxonomy = taxonomy
  return true
}
