import type { Command } from 'commander'
import { oneOf, wholeNumber } from '../arguments.js'
import { authored, exitWith } from '../options.js'
import { readFileSync } from 'node:fs'
import { EventProducer } from '@claims-audit/event-log'
import { archivedEvent, findQuarantined, findQuarantinedWhole, readQuarantinedName } from '@claims-audit/ledger'
import type { QuarantineFilter, QuarantinedName } from '@claims-audit/ledger'
import {
  editQuarantined as editIn,
  redriveQuarantined,
  shownBytes,
  whyNotEdited,
  whyNotRedriven,
} from '@claims-audit/operations'
import type { Mender } from '@claims-audit/operations'
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
    const filter = { stage, code, state: state === 'all' ? undefined : state }
    const { items } = await findQuarantined(ledger, filter, { limit: Number(limit) })
    for (const quarantined of items) await print(JSON.stringify(quarantined))
    return 0
  })
}

/**
 * `quarantine show NAME`: the event as it came, and what was done with it. Bytes that are no UTF-8 text are given in
 * base64.
 */
export async function showQuarantined(name: string): Promise<number> {
  return withLedger('quarantine', async (ledger) => {
    const quarantined = await findQuarantinedWhole(ledger, nameIn(name), archivedEvent)
    if (quarantined === undefined) return notQuarantined(name)
    const acts = quarantined.acts.map(({ value, ...act }) => ({ ...act, ...shownBytes('value', value) }))
    const { submitted, key, value, ...rest } = quarantined
    await print(
      JSON.stringify(
        {
          ...rest,
          ...shownBytes('key', key),
          ...shownBytes('value', value),
          ...shownBytes('submitted', submitted),
          acts,
        },
        undefined,
        2,
      ),
    )
    return 0
  })
}

/**
 * `quarantine edit NAME FILE`: puts another claim in its place for the next redrive. Refuses one that would be
 * quarantined again.
 */
export async function editQuarantined(name: string, file: string, { by, note }: Actor): Promise<number> {
  const value = readFileSync(file === '-' ? 0 : file)
  return withLedger('quarantine', async (ledger) => {
    const done = await ledger.transaction((session) => editIn(session, nameIn(name), value, mender({ by, note })))
    if (done === undefined) return notQuarantined(name)
    return 'refused' in done ? refused(name, whyNotEdited(done)) : 0
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
          ? (await findQuarantined(ledger, { stage, code, state: 'parked' }, { limit: MOST_AT_ONCE })).items.map(
              ({ name }) => name,
            )
          : names
      let exitCode = 0
      for (const name of chosen)
        exitCode = Math.max(
          exitCode,
          await redrive(ledger, name, { publisher: producer, again: again === true, ...mender({ by, note }) }),
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
  name: string,
  o: Mender & { publisher: EventProducer; again: boolean },
): Promise<number> {
  const done = await ledger.transaction((session) => redriveQuarantined(session, nameIn(name), o))
  if (done === undefined) return notQuarantined(name)
  if ('refused' in done) {
    const hint = done.refused === 'redriven' ? '; use --again to redrive it again' : ''
    return refused(name, `${whyNotRedriven(done)}${hint}`)
  }
  await print(JSON.stringify({ name, eventId: done.eventId }))
  return 0
}

/** An operator sees and sends everything. */
const mender = (by: Actor): Mender => ({
  ...actor(by),
  archive: archivedEvent,
  isTheirs: () => true,
  maySend: () => true,
})

function nameIn(text: string): QuarantinedName {
  const name = readQuarantinedName(text)
  if (name === undefined)
    throw new Error(`${text}: a quarantined event is named topic/partition/offset/stage, as quarantine list prints it`)
  return name
}

function refused(name: string, why: string): number {
  complain(`${name}: ${why}`)
  return 1
}

function notQuarantined(name: string): number {
  complain(`${name}: no quarantined event has this name`)
  return 1
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
