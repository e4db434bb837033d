import type { Encounter } from '@claims-audit/contracts'
import type { Segment } from './message.js'
import { dayOf, idOf } from './values.js'

/** Which stay a message is of: PID-18, PV1-19, PID-3, PV1-44, PV1-45; undefined where it names none. */
export function encounterOf(patient: Segment | undefined, visit: Segment | undefined): Encounter | undefined {
  const accountNumber = patient && idOf(patient.component(18))
  const visitNumber = visit && idOf(visit.component(19))
  const medicalRecordNumber = patient && recordNumberOf(patient)
  const from = visit && dayOf(visit.component(44))
  const through = visit && dayOf(visit.component(45))
  if (accountNumber === undefined && visitNumber === undefined && medicalRecordNumber === undefined) return undefined
  return {
    ...(accountNumber !== undefined && { accountNumber }),
    ...(visitNumber !== undefined && { visitNumber }),
    ...(medicalRecordNumber !== undefined && { medicalRecordNumber }),
    ...(from !== undefined && { from }),
    ...(through !== undefined && { through }),
  }
}

/** The identifier of type MR (CX.5), or that of an authority of that name, else the first. */
function recordNumberOf(patient: Segment): string | undefined {
  const identifiers = patient.repetitions(3)
  const isRecord = ([, , , authority = '', type = '']: string[]): boolean => type === 'MR' || /^MRN?$/.test(authority)
  const [number = ''] = identifiers.find(isRecord) ?? identifiers[0] ?? []
  return number === '""' ? undefined : idOf(number)
}
