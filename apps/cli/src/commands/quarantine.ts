import type { Command } from 'commander'
import { oneOf, wholeNumber } from '../arguments.js'
import { authored, exitWith } from '../options.js'
import { readFileSync } from 'node:fs'
import { codingDate, outsideEditions, parseEvent } from '@claims-audit/claim'
import type { Claim } from '@claims-audit/claim'
import { editionsOn } from '@claims-audit/code-sets'
import { TOPICS, claimKey, typeOf } from '@claims-audit/contracts'
import type { Reason } from '@claims-audit/contracts'
import { EventProducer, eventId, foreignHeaders, traceparentIn } from '@claims-audit/event-log'
import type { Outgoing } from '@claims-audit/event-log'
import {
  FIRST_EPOCH,
  findQuarantined,
  findQuarantinedWhole,
  readQuarantinedName,
  recordEdit,
  redriveQuarantined,
} from '@claims-audit/ledger'
import type { QuarantineFilter, QuarantinedName, QuarantinedWhole } from '@claims-audit/ledger'
import { actor, type Actor } from '../actor.js'
import { cluster, withLedger } from '../connections.js'
import type { Ledger } from '../connections.js'
import { complain, print } from '../output.js'

/** `quarantine list`: a line for each quarantined event, oldest first. */
export async function listQuarantine({
  stage,
  code,
  state,
  limit,
}: {
  stage?: string
  code?: string
  state: 'parked' | 'redriven' | 'all'
  limit: string
}): Promise<number> {
  return withLedger('quarantine', async (ledger) => {
    const found = await findQuarantined(
      ledger,
      { stage, code, state: state === 'all' ? undefined : state },
      Number(limit),
    )
    for (const quarantined of found) await print(JSON.stringify(quarantined))
    return 0
  })
}

/** `quarantine show NAME`: the event as it came, and what was done with it. Bytes that are no UTF-8 text are given in base64. */
export async function showQuarantined(name: string): Promise<number> {
  return withLedger('quarantine', async (ledger) => {
    const quarantined = await findQuarantinedWhole(ledger, nameIn(name))
    if (quarantined === undefined) return notQuarantined(name)
    const acts = quarantined.acts.map(({ value, ...act }) => ({ ...act, ...shown('value', value) }))
    const { submitted, key, value, ...rest } = quarantined
    await print(
      JSON.stringify(
        { ...rest, ...shown('key', key), ...shown('value', value), ...shown('submitted', submitted), acts },
        undefined,
        2,
      ),
    )
    return 0
  })
}

/** `quarantine edit NAME FILE`: puts another claim in its place for the next redrive. Refuses one that would be quarantined again. */
export async function editQuarantined(name: string, file: string, { by, note }: Actor): Promise<number> {
  const value = readFileSync(file === '-' ? 0 : file)
  const read = readClaim(value)
  if ('rejected' in read) return refused(name, read.rejected)
  return withLedger('quarantine', async (ledger) => {
    const quarantined = await findQuarantinedWhole(ledger, nameIn(name))
    if (quarantined?.lastOffset !== undefined) return isBatch(name, quarantined.lastOffset)
    return (await recordEdit(ledger, nameIn(name), { value, ...actor({ by, note }) })) ? 0 : notQuarantined(name)
  })
}

/** `quarantine redrive NAME…` or `--all`: sends each again as a new event, with `redriveOf`. */
export async function redriveAll(
  names: string[],
  { all, again, stage, code, by, note }: Actor & QuarantineFilter & { all?: true; again?: true },
): Promise<number> {
  if (names.length > 0 === (all === true)) throw new Error('name the events to redrive, or use --all')
  const producer = new EventProducer({ cluster: cluster(), clientId: 'cli', source: '/claims-audit/cli' })
  await producer.connect()
  try {
    return await withLedger('quarantine', async (ledger) => {
      const chosen =
        all === true
          ? (await findQuarantined(ledger, { stage, code, state: 'parked' }, MOST_AT_ONCE)).map(({ name }) => name)
          : names
      let exitCode = 0
      for (const name of chosen)
        exitCode = Math.max(
          exitCode,
          await redrive(ledger, producer, name, { again: again === true, ...actor({ by, note }) }),
        )
      return exitCode
    })
  } finally {
    await producer.disconnect()
  }
}

const MOST_AT_ONCE = 1_000_000

async function redrive(
  ledger: Ledger,
  producer: EventProducer,
  name: string,
  o: { again: boolean; by: string; note: string | null },
): Promise<number> {
  const at = nameIn(name)
  try {
    const id = await redriveQuarantined(ledger, at, {
      ...o,
      publish: async (quarantined) => {
        if (quarantined.state === 'redriven' && !o.again)
          throw new Refused('it was redriven before; use --again to redrive it again')
        const event = redrivenEvent(at, quarantined)
        await producer.send([event])
        return event.id
      },
    })
    if (id === undefined) return notQuarantined(name)
    await print(JSON.stringify({ name, eventId: id }))
    return 0
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    complain(`${name}: ${error.message}`)
    return 1
  }
}

/** What a person can mend. */
class Refused extends Error {}

/** The submitted event again, or what it was edited to: it enters by the door, under a new id and at a new place in the log. */
function redrivenEvent(name: QuarantinedName, quarantined: QuarantinedWhole): Outgoing {
  if (quarantined.lastOffset !== undefined) throw new Refused(wholeBatch(quarantined.lastOffset))
  const edited = quarantined.acts.findLast(({ act }) => act === 'edit')?.value
  const value = edited ?? quarantined.submitted
  if (value === null)
    throw new Refused(
      quarantined.value === null
        ? 'it has no bytes; edit it first'
        : 'the archive has not got the submitted event that it goes back to; edit it first',
    )
  const read = readClaim(value)
  if ('rejected' in read) throw new Refused(`it would be quarantined again (${told(read.rejected)}); edit it first`)
  const { tenant, claimId } = read.claim
  const traceparent = traceparentIn(quarantined.headers)
  return {
    topic: TOPICS.submitted,
    key: claimKey(tenant, claimId),
    type: typeOf(TOPICS.submitted),
    id: eventId(
      'redrive',
      { ...name, timestamp: '0' },
      `${name.stage} ${quarantined.acts.length}${name.epoch === FIRST_EPOCH ? '' : ` ${name.epoch}`}`,
    ),
    value,
    ...(traceparent !== undefined && { traceparent }),
    headers: { ...foreignHeaders(quarantined.headers), ce_redriveof: quarantined.name },
  }
}

/** By the judgement that the first stage has: what it says no to would come back here. */
function readClaim(value: Buffer): { claim: Claim } | { rejected: Reason } {
  const parsed = parseEvent(value)
  if ('rejected' in parsed) return { rejected: parsed.rejected }
  return editionsOn(codingDate(parsed.claim) ?? '') === undefined ? { rejected: outsideEditions(parsed.claim) } : parsed
}

function nameIn(text: string): QuarantinedName {
  const name = readQuarantinedName(text)
  if (name === undefined)
    throw new Error(`${text}: a quarantined event is named topic/partition/offset/stage, as quarantine list prints it`)
  return name
}

function refused(name: string, reason: Reason): number {
  complain(`${name}: the new claim would be quarantined again (${told(reason)})`)
  return 1
}

const told = ({ code, pointer, keyword }: Reason): string =>
  [code, pointer, keyword].filter((part) => part !== null).join(' ')

const wholeBatch = (lastOffset: string): string =>
  `it is a whole batch, up to offset ${lastOffset}, that could not be read; ask its sender for its claims again`

function isBatch(name: string, lastOffset: string): number {
  complain(`${name}: ${wholeBatch(lastOffset)}`)
  return 1
}

function notQuarantined(name: string): number {
  complain(`${name}: no quarantined event has this name`)
  return 1
}

/** Text as it is, other bytes in base64, under another name. */
function shown(name: string, bytes: Buffer | null): Record<string, string | null> {
  if (bytes === null) return { [name]: null }
  const text = bytes.toString()
  return Buffer.from(text).equals(bytes) ? { [name]: text } : { [`${name}Base64`]: bytes.toString('base64') }
}

export function addQuarantine(program: Command): void {
  const quarantine = program
    .command('quarantine')
    .description('quarantined events; each is named topic/partition/offset/stage')

  quarantine
    .command('list')
    .option('--stage <stage>', 'only events quarantined by this stage')
    .option('--code <code>', 'only this reason code')
    .option(
      '--state <state>',
      'parked (not redriven yet), redriven or all',
      oneOf('parked', 'redriven', 'all'),
      'parked',
    )
    .option('--limit <n>', 'maximum number of lines', wholeNumber, '1000')
    .description('list quarantined events, oldest first')
    .action(exitWith(listQuarantine))

  quarantine
    .command('show')
    .argument('<name>')
    .description('show an event as received, and its history')
    .action(exitWith(showQuarantined))

  authored(quarantine.command('edit').argument('<name>').argument('<file>', 'the replacement claim; - reads stdin'))
    .description('replace the claim for the next redrive; the original is kept')
    .action(exitWith(editQuarantined))

  authored(quarantine.command('redrive').argument('[names...]'))
    .option('--all', 'all events that have not been redriven')
    .option('--again', 'also events that were redriven before')
    .option('--stage <stage>', 'with --all: only events quarantined by this stage')
    .option('--code <code>', 'with --all: only this reason code')
    .description('submit events again, as new events')
    .action(exitWith(redriveAll))
}
