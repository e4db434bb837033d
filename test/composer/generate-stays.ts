import type { Encounter, ReceivedDocument, ReceivedDocuments, SubmittedClaim } from '@claims-audit/contracts'
import type { Dice } from '../conformance/dice.ts'
import type { Arrival } from './world.ts'

const day = (of: number): string => `2026-01-${String(of).padStart(2, '0')}`

/**
 * Stays of one or two patients, in several versions, and their documents, in several versions too, in the order in
 * which they were written. Their numbers begin with `name`.
 */
export function arrivalsOf(dice: Dice, name = ''): Arrival[] {
  const stays = Array.from({ length: dice.between(1, 3) }, (_, at) => ({
    account: `${name}A${at}`,
    record: `${name}M${dice.between(0, 1)}`,
    from: 1 + at * dice.between(3, 8),
    length: dice.between(1, 4),
  }))
  const claims = stays.flatMap((stay) =>
    Array.from({ length: dice.between(1, 2) }, (_, at) => ({ claim: claimOf(stay, at + 1, dice) })),
  )
  const ids = Array.from({ length: dice.between(1, 5) }, (_, at) => `${name}D${at}`)
  const documents = ids.flatMap((id) => {
    const stay = dice.pick(stays)
    const encounter = encounterOf(stay, name, dice)
    const date = day(stay.from + dice.between(0, stay.length))
    return Array.from({ length: dice.between(1, 3) }, (_, at) => ({
      received: { encounter, documents: [documentOf({ id, at, date, name, ids }, dice)] } satisfies ReceivedDocuments,
      receivedAt: 1_000 + ids.indexOf(id) * 10 + at,
    }))
  })
  return [...claims, ...documents]
}

interface GeneratedStay {
  account: string
  record: string
  from: number
  length: number
}

const claimOf = ({ account, record, from, length }: GeneratedStay, version: number, dice: Dice): SubmittedClaim => ({
  claimId: `${account}C`,
  version,
  claimType: 'institutional-inpatient',
  patient: { ageInYears: 60, sex: 'F' },
  accountNumber: account,
  medicalRecordNumber: record,
  admissionDate: day(from),
  dischargeDate: day(from + length),
  diagnoses: [{ role: 'principal', code: dice.pick(['M43.02', 'M47.12']) }],
})

function encounterOf({ account, record }: GeneratedStay, name: string, dice: Dice): Encounter {
  if (dice.chance(0.3)) return { medicalRecordNumber: record }
  if (dice.chance(0.3))
    return { visitNumber: dice.pick([account, `${name}V9`, `${name}A2`]), medicalRecordNumber: record }
  return { accountNumber: account, ...(dice.chance(0.5) && { medicalRecordNumber: record }) }
}

function documentOf(
  { id, at, date, name, ids }: { id: string; at: number; date: string; name: string; ids: string[] },
  dice: Dice,
): ReceivedDocument {
  const status = dice.pick(['preliminary', 'final', 'amended', 'cancelled'] as const)
  const earlier = ids.filter((other) => other < id)
  return {
    id,
    type: 'progress-note',
    date,
    status,
    text: status === 'cancelled' ? '' : `${id} version ${at}`,
    ...(dice.chance(0.5) && { issued: `2026-01-20T10:00:0${at}.000Z` }),
    ...(dice.chance(0.2) && earlier.length > 0 && { replaces: [dice.pick(earlier)] }),
    ...(dice.chance(0.2) && { setId: `${name}S`, version: at }),
    ...(dice.chance(0.2) && { capture: { spinalLevel: 'C6', source: `${id}-${at}` } }),
  }
}
