import type { ServiceLine } from '@claims-audit/contracts'
import type { ClaimItem } from 'fhir/r4.js'
import { SYSTEMS, codesOf } from '../resource/codes.js'
import type { Element } from '../resource/element.js'
import { dayOf, daysOf, moneyOf } from '../resource/values.js'
import { bySequence } from './diagnoses.js'
import type { Source } from './source.js'

/** A line has room for four modifiers, as on the form. */
const MODIFIERS = 4

export const linesOf = (source: Source): ServiceLine[] =>
  bySequence(source.claim.each('item')).map((item, at) => lineOf(source, item, at + 1))

function lineOf({ notes }: Source, item: Element<ClaimItem>, number: number): ServiceLine {
  const line: ServiceLine = { number }
  const revenue = codesOf(item.get('revenue')).find(({ system }) => SYSTEMS.revenue.test(system))
  if (revenue !== undefined) line.revenueCode = revenue.code
  const service = [...codesOf(item.get('productOrService')), ...codesOf(item.get('service' as 'productOrService'))]
  const procedure = service.find(({ system }) => SYSTEMS.hcpcs.test(system))
  if (procedure !== undefined) line.hcpcs = procedure.code
  else if (service[0] !== undefined) notes.add('code-system', service[0].pointer)
  const modifiers = item.each('modifier').flatMap((modifier) => codesOf(modifier).slice(0, 1))
  if (modifiers.length > 0) line.modifiers = modifiers.slice(0, MODIFIERS).map(({ code }) => code)
  const units = item.get('quantity').number('value')
  if (units !== undefined) line.units = units
  const charge = chargeOf(item, units)
  if (charge !== undefined) line.charge = charge
  return { ...line, ...daysOfService(item) }
}

/** The line's own sum, else its price as often as it was given. */
function chargeOf(item: Element<ClaimItem>, units = 1): string | undefined {
  const net = moneyOf(item.get('net'))
  if (net !== undefined) return net
  const price = item.get('unitPrice').number('value')
  return price === undefined ? undefined : (price * units).toFixed(2)
}

function daysOfService(item: Element<ClaimItem>): Pick<ServiceLine, 'serviceDate' | 'serviceDateEnd'> {
  const period = daysOf(item.get('servicedPeriod'))
  const from = dayOf(item.text('servicedDate')) ?? period.from
  return {
    ...(from !== undefined && { serviceDate: from }),
    ...(period.to !== undefined && period.to !== from && { serviceDateEnd: period.to }),
  }
}
