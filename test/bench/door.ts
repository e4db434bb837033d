/**
 * `npm run bench -- door`: claims a second through a door onto Kafka, with versions and without: claims that are new,
 * that come again, and that were changed; in batches, as of a file, and one by one, as over HTTP. The rounds take
 * turns, so that what else the machine does falls on all alike.
 */
import { parseArgs } from 'node:util'
import { Door, DoorLedger } from '@claims-audit/door'
import { EventProducer } from '@claims-audit/event-log'
import { convertedSubmission, eventIdInFile } from '@claims-audit/submission'
import type { Accepted } from '@claims-audit/submission'
import { diceOf } from '../conformance/dice.ts'
import { billOf } from '../x12/generate-bills.ts'
import { TOPICS } from '@claims-audit/contracts'
import type { SubmittedClaim } from '@claims-audit/contracts'
import { openBed } from './bed.ts'

const { values } = parseArgs({
  options: {
    claims: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
  },
})
const BATCH = 500
/** Of every so many one is sent alone. */
const ALONE = 20

const dice = diceOf(Number(values.seed))
const claims = Array.from({ length: Number(values.claims) }, (_, at) => billOf(dice, at + 1).claim)

const accepted = (claim: SubmittedClaim, tenant: string, at: number): Accepted => {
  const read = convertedSubmission(claim, { tenant, tenants: null, traceparent: undefined }, eventIdInFile(tenant, at))
  if ('reasons' in read) throw new Error(JSON.stringify(read.reasons))
  return read
}

/** Claims a second, judging and sending. */
async function rate(door: Door, tenant: string, of: SubmittedClaim[], batch: number): Promise<number> {
  const began = performance.now()
  for (let from = 0; from < of.length; from += batch)
    await door.send(of.slice(from, from + batch).map((claim, at) => accepted(claim, tenant, from + at)))
  return (of.length * 1_000) / (performance.now() - began)
}

const bed = await openBed()
const databaseUrl = await bed.fresh()
const publisher = new EventProducer({ cluster: bed.stack.brokers, clientId: 'bench', source: '/claims-audit/bench' })
const ledger = new DoorLedger(databaseUrl, 'bench')
const doors = [undefined, ledger].map((each) => new Door({ publisher, topic: TOPICS.submitted, ledger: each }))
const alone = claims.filter((_, at) => at % ALONE === 0)
const corrected = claims.map((claim) => ({ ...claim, totalCharge: '1.00' }))
const rows: Record<string, number[]> = {}
const add = (name: string, figure: number): void => void (rows[name] ??= []).push(figure)

const [plain, numbering] = doors as [Door, Door]
for (const door of doors) await rate(door, 'warm', claims.slice(0, 2_000), BATCH)
for (let round = 0; round < Number(values.rounds); round += 1) {
  const tenant = `round-${round}`
  add('batches of 500, without versions', await rate(plain, tenant, claims, BATCH))
  add('batches of 500, new', await rate(numbering, tenant, claims, BATCH))
  add('batches of 500, again', await rate(numbering, tenant, claims, BATCH))
  add('batches of 500, changed', await rate(numbering, tenant, corrected, BATCH))
  add('one by one, without versions', await rate(plain, `${tenant}-alone`, alone, 1))
  add('one by one, new', await rate(numbering, `${tenant}-alone`, alone, 1))
}
for (const [name, figures] of Object.entries(rows))
  console.log(`${name.padEnd(36)} ${figures.map((each) => Math.round(each).toLocaleString('en')).join(', ')} claims/s`)
await ledger.close()
await publisher.disconnect()
await bed.close()
