import { isDeepStrictEqual } from 'node:util'
import { setTimeout as pause } from 'node:timers/promises'
import { auditClaim, positionKey, settle, voidedVersionOf } from '@claims-audit/audit'
import type { Arrival, Knowledge } from '@claims-audit/audit'
import { parseEvent, parseVoid } from '@claims-audit/claim'
import type { Correction, ScreenedClaim } from '@claims-audit/contracts'
import { TOPICS } from '@claims-audit/contracts'
import { logIdentity, logName, logRange, readAll, envelopeIn } from '@claims-audit/event-log'
import type { Received } from '@claims-audit/event-log'
import { ledgerGeneration, logEpochs, unpackBlock } from '@claims-audit/ledger'
import type { Ledger } from './world.ts'

/** Where the log ended when a scenario began: its events lie behind. */
export interface Mark {
  /** The log by name, and its number in the ledger. */
  log: string
  epoch: number
  /** By partition. */
  first: ReadonlyMap<number, bigint>
}

/** What came of a scenario's events. Every list must be empty. */
export interface Account {
  events: number
  acknowledged: number
  findings: number
  corrections: number
  quarantined: number
  /** Acknowledged, and not in the log. */
  lost: string[]
  /** In the log, and without the outcome that an undisturbed audit of the same log gives. */
  missing: string[]
  /** More than once where once was promised. */
  duplicated: string[]
  /** There, and other than in the undisturbed audit. */
  different: string[]
  /** The longest time in which no event got its outcome though some waited, in milliseconds. */
  longestStallMs: number
}

/** Of the log that claims.submitted is now: from its end on, or from its beginning. */
export async function markOf(brokers: string[], ledger: Ledger, from: 'low' | 'high' = 'high'): Promise<Mark> {
  const log = logName(await logIdentity(brokers, TOPICS.submitted))
  const epoch = (await logEpochs(ledger)).find((each) => each.log === log)?.epoch ?? 1
  return {
    log,
    epoch,
    first: new Map((await logRange(brokers, TOPICS.submitted)).map((range) => [range.partition, BigInt(range[from])])),
  }
}

/** What retention has removed since is not looked for. */
async function stillHeld(brokers: string[], mark: Mark): Promise<Mark> {
  const ranges = await logRange(brokers, TOPICS.submitted)
  const lows = ranges.map(({ partition, low }): [number, bigint] => [partition, BigInt(low)])
  return {
    ...mark,
    first: new Map(
      lows.map(([partition, low]) => [
        partition,
        low > (mark.first.get(partition) ?? 0n) ? low : (mark.first.get(partition) ?? 0n),
      ]),
    ),
  }
}

const isBehind = (
  mark: Mark,
  { partition, offset, log }: { partition: number; offset: string; log?: string | undefined },
): boolean => (log === undefined || log === mark.log) && BigInt(offset) >= (mark.first.get(partition) ?? 0n)

const LOOK_EVERY_MS = 250

/**
 * Resolves when every event behind the mark has its outcome, its copy in the archive, and no correction waits; or when
 * nothing has moved for `limitMs`.
 */
export async function untilQuiet(brokers: string[], ledger: Ledger, mark: Mark, limitMs = 120_000): Promise<void> {
  let before = ''
  let movedAt = Date.now()
  while (Date.now() - movedAt < limitMs) {
    const state = await stateOf(brokers, ledger, mark).catch(() => undefined)
    if (state !== undefined && state.outcomes >= state.events && state.archived >= state.events && state.waiting === 0)
      return
    const now = JSON.stringify(state)
    if (now !== before) movedAt = Date.now()
    before = now
    await pause(LOOK_EVERY_MS)
  }
}

async function stateOf(
  brokers: string[],
  ledger: Ledger,
  began: Mark,
): Promise<{ events: number; outcomes: number; archived: number; waiting: number }> {
  const ranges = await logRange(brokers, TOPICS.submitted)
  const mark = await stillHeld(brokers, began)
  const events = ranges.reduce(
    (sum, { partition, high }) => sum + Number(BigInt(high) - (mark.first.get(partition) ?? 0n)),
    0,
  )
  const [row]: { outcomes: string; archived: string; waiting: string }[] = await ledger.query(
    `select (select count(*) from recorded_outcome join ${MARKED} on epoch = $4 and origin_topic = $1 and origin_partition = m.partition and origin_offset >= m.first) as outcomes,
       (select coalesce(sum(events), 0) from archived_block b join ${MARKED} on b.epoch = $4 and b.topic = $1 and b.partition = m.partition and b.last_offset >= m.first)
         + (select coalesce(sum(coalesce((headers->>'quarantine-last-offset')::bigint, origin_offset) - origin_offset + 1), 0) from quarantine
            join ${MARKED} on epoch = $4 and origin_topic = $1 and origin_partition = m.partition and origin_offset >= m.first where stage = 'archive') as archived,
       (select count(*) from outbox) as waiting`,
    [TOPICS.submitted, ...columnsOf(mark)],
  )
  return { events, outcomes: Number(row?.outcomes), archived: Number(row?.archived), waiting: Number(row?.waiting) }
}

const MARKED = 'unnest($2::int[], $3::bigint[]) as m(partition, first)'
const columnsOf = ({ first, epoch }: Mark): [number[], string[], number] => [
  [...first.keys()],
  [...first.values()].map(String),
  epoch,
]

/** How often each event passed a stage: once, where nothing died in the middle of its work. */
export async function repeatedHops(brokers: string[], mark: Mark): Promise<number> {
  let repeated = 0
  for (const topic of [TOPICS.validated, TOPICS.audited]) {
    const passed = (await readAll(brokers, topic))
      .map(({ origin }) => origin)
      .filter((origin) => isBehind(mark, origin))
    repeated += passed.length - new Set(passed.map(positionKey)).size
  }
  return repeated
}

/**
 * Holds all that the system did with the events behind the mark against an undisturbed audit of the same log, in this
 * process.
 */
export async function accountOf(world: {
  brokers: string[]
  ledger: Ledger
  knowledge: Knowledge
  mark: Mark
  acknowledged: ReadonlySet<string>
  name: string
}): Promise<Account> {
  const { brokers, ledger, knowledge, name } = world
  const mark = await stillHeld(brokers, world.mark)
  const log = (await readAll(brokers, TOPICS.submitted)).filter((origin) => isBehind(mark, origin))
  const expected = undisturbed(log, knowledge)
  const account: Account = {
    events: log.reduce((sum, message) => sum + positionsOf(message).length, 0),
    acknowledged: world.acknowledged.size,
    findings: 0,
    corrections: 0,
    quarantined: 0,
    lost: [],
    missing: [],
    duplicated: [],
    different: [],
    longestStallMs: 0,
  }
  const inLog = new Set(log.map(({ headers }) => String(headers['ce_id'])))
  account.lost = [...world.acknowledged].filter((id) => !inLog.has(id))
  await outcomes(account, ledger, mark, expected)
  await findings(account, ledger, name, expected)
  await corrections(account, brokers, ledger, name, expected)
  await screened(account, brokers, mark, expected)
  await archive(account, ledger, mark, log)
  return account
}

interface Expected {
  /** By position: the outcome. */
  outcomes: Map<string, string>
  /** By claim, version, revision and id: the finding as it is stored. */
  findings: Map<string, unknown>
  /** By claim: what is asked, in order. */
  corrections: Map<string, Correction[]>
}

/** The same pure functions, over the log in its order, with nothing in between. */
function undisturbed(log: Received[], knowledge: Knowledge): Expected {
  const expected: Expected = { outcomes: new Map(), findings: new Map(), corrections: new Map() }
  const arrivals: Arrival[] = []
  for (const message of log) {
    const result = message.unreadable === undefined ? resultOf(message, knowledge) : undefined
    if (result === undefined)
      for (const position of positionsOf(message)) expected.outcomes.set(position, 'quarantined')
    else arrivals.push({ origin: message.origin, result })
  }
  const settlement = settle(arrivals, {
    claim: () => ({ results: [], corrections: [] }),
    outcome: () => undefined,
    generation: 0,
    isReleased: () => true,
  })
  for (const { origin, outcome } of settlement.outcomes) expected.outcomes.set(positionKey(origin), outcome)
  for (const { origin } of settlement.conflicts) expected.outcomes.set(positionKey(origin), 'quarantined')
  for (const result of settlement.results)
    for (const finding of result.findings)
      expected.findings.set(
        [result.claimId, result.claimVersion, result.revision, finding.findingId].join('|'),
        finding,
      )
  for (const { event } of settlement.corrections) push(expected.corrections, event.claimId, event)
  return expected
}

/** All of a batch's where it could not be read. */
function positionsOf({ origin, offset }: Received): string[] {
  const positions: string[] = []
  for (let at = BigInt(origin.offset); at <= BigInt(offset); at += 1n)
    positions.push(positionKey({ ...origin, offset: String(at) }))
  return positions
}

function resultOf(message: Received, knowledge: Knowledge): Arrival['result'] | undefined {
  const envelope = envelopeIn(message.headers)
  const voided = parseVoid(message.value, envelope)
  if (voided !== undefined) return 'voided' in voided ? voidedVersionOf(voided.voided) : undefined
  const parsed = parseEvent(message.value, envelope)
  if ('rejected' in parsed) return undefined
  const result = auditClaim(parsed.claim, knowledge)
  return 'rejected' in result ? undefined : result
}

async function outcomes(account: Account, ledger: Ledger, mark: Mark, expected: Expected): Promise<void> {
  const rows: { position: string; outcome: string; at: Date }[] = await ledger.query(
    `select origin_topic || '/' || origin_partition || '/' || origin_offset as position, outcome, recorded_at as at
     from recorded_outcome join ${MARKED} on epoch = $4 and origin_topic = $1 and origin_partition = m.partition and origin_offset >= m.first order by recorded_at`,
    [TOPICS.submitted, ...columnsOf(mark)],
  )
  const held = Map.groupBy(rows, (row) => row.position)
  for (const [position, outcome] of expected.outcomes) {
    const found = held.get(position) ?? []
    if (found.length === 0) account.missing.push(`outcome of ${position}`)
    else if (found.length > 1) account.duplicated.push(`outcome of ${position}`)
    else if (found[0]?.outcome !== outcome)
      account.different.push(`outcome of ${position}: ${found[0]?.outcome}, not ${outcome}`)
  }
  account.quarantined = rows.filter((row) => row.outcome === 'quarantined').length
  account.longestStallMs = rows.reduce(
    (most, row, at) => Math.max(most, at === 0 ? 0 : row.at.getTime() - (rows[at - 1]?.at.getTime() ?? 0)),
    0,
  )
}

async function findings(account: Account, ledger: Ledger, name: string, expected: Expected): Promise<void> {
  const rows: { name: string; body: unknown }[] = await ledger.query(
    `select concat_ws('|', claim_id, version, revision, f ->> 'findingId') as name, f as body from recorded_claim, jsonb_array_elements(body::jsonb -> 'findings') f where tenant = 'synthetic' and claim_id like $1 || '-%'`,
    [name],
  )
  compare(
    account,
    'finding',
    expected.findings,
    Map.groupBy(rows, (row) => row.name),
    (row) => row.body,
  )
  account.findings = rows.length
}

/** What upstream makes of the topic: it ignores what is lower than it has, and does nothing twice. */
async function corrections(
  account: Account,
  brokers: string[],
  ledger: Ledger,
  name: string,
  expected: Expected,
): Promise<void> {
  const decided = await decidedClaims(ledger)
  const held: Correction[] = (
    (await ledger.query(
      `select body::jsonb from recorded_correction where tenant = 'synthetic' and claim_id like $1 || '-%' order by sequence`,
      [name],
    )) as { body: Correction }[]
  )
    .map(({ body }) => body)
    .filter(({ claimId }) => !decided.has(claimId))
  const rows = (await ledgerGeneration(ledger)) === 0 ? held : ranked(held)
  const events = [...expected.corrections.values()].flat().filter(({ claimId }) => !decided.has(claimId))
  const wanted = new Map(events.map((event) => [sequenceKey(event), event]))
  compare(account, 'correction', wanted, Map.groupBy(rows, sequenceKey), (row) => row)
  account.corrections = rows.length
  const taken = new Map<string, Correction[]>()
  for (const message of await readAll(brokers, TOPICS.corrections)) {
    const event = JSON.parse(String(message.value)) as Correction
    if (event.claimId.startsWith(`${name}-`) && event.sequence > (taken.get(event.claimId)?.at(-1)?.sequence ?? 0))
      push(taken, event.claimId, event)
  }
  for (const [claimId, events] of taken) taken.set(claimId, onceEach(events))
  for (const claimId of new Set([...expected.corrections.keys(), ...taken.keys()])) {
    if (decided.has(claimId)) continue
    const [got, events] = [taken.get(claimId) ?? [], expected.corrections.get(claimId) ?? []]
    if (
      !isDeepStrictEqual(
        got.map((event) => event.correctionId),
        events.map((event) => event.correctionId),
      )
    )
      account.missing.push(`corrections of ${claimId} in their order: ${got.length} of ${events.length}`)
  }
}

/**
 * Claims of which a verdict sent something: the log alone does not say what is asked of them; the scenario with
 * verdicts looks at those.
 */
async function decidedClaims(ledger: Ledger): Promise<ReadonlySet<string>> {
  const [table]: { held: boolean }[] = await ledger.query(`select to_regclass('work_act') is not null as held`)
  if (table?.held !== true) return new Set()
  const rows: { claim_id: string }[] = await ledger.query(
    'select distinct claim_id from work_act where sent_from is not null',
  )
  return new Set(rows.map(({ claim_id }) => claim_id))
}

const sequenceKey = ({ claimId, sequence }: Correction): string => `${claimId}|${sequence}`

/** A restored ledger counts on above what it has given: by their order the sequences are 1, 2, 3 again. */
function ranked(corrections: Correction[]): Correction[] {
  const counts = new Map<string, number>()
  return corrections.map((event) => {
    const sequence = (counts.get(event.claimId) ?? 0) + 1
    counts.set(event.claimId, sequence)
    return { ...event, sequence }
  })
}

/** By their keys. */
const onceEach = (events: Correction[]): Correction[] => [
  ...new Map(events.map((event) => [event.correctionId, event])).values(),
]

async function screened(account: Account, brokers: string[], mark: Mark, expected: Expected): Promise<void> {
  const answers = new Set<string>()
  for (const { origin, value } of await readAll(brokers, TOPICS.screened)) {
    if (isBehind(mark, origin))
      answers.add(`${positionKey(origin)} ${(JSON.parse(String(value)) as ScreenedClaim).outcome}`)
  }
  for (const [position, outcome] of expected.outcomes) {
    // Of a quarantined event only who could be read has an answer.
    if (outcome !== 'quarantined' && !answers.has(`${position} ${outcome}`))
      account.missing.push(`answer to ${position}`)
  }
}

async function archive(account: Account, ledger: Ledger, mark: Mark, log: Received[]): Promise<void> {
  const blocks: { partition: number; body: Buffer }[] = await ledger.query(
    `select b.partition, b.body from archived_block b join ${MARKED} on b.epoch = $4 and b.topic = $1 and b.partition = m.partition and b.last_offset >= m.first`,
    [TOPICS.submitted, ...columnsOf(mark)],
  )
  const packed = blocks.map(({ partition, body }) => ({
    partition,
    events: unpackBlock(body).filter(({ offset }) => isBehind(mark, { partition, offset })),
  }))
  const events = packed.flatMap(({ partition, events: held }) =>
    held.map(({ offset, value }) => ({
      position: `${TOPICS.submitted}/${partition}/${offset}`,
      value: encoded(value),
    })),
  )
  const wanted = new Map(
    log
      .filter(({ unreadable }) => unreadable === undefined)
      .map((message) => [positionKey(message.origin), encoded(message.value)]),
  )
  compare(
    account,
    'archived event',
    wanted,
    Map.groupBy(events, ({ position }) => position),
    ({ value }) => value,
  )
}

const encoded = (value: Uint8Array | null): string | null =>
  value === null ? null : Buffer.from(value).toString('base64')

function compare<Row>(
  account: Account,
  what: string,
  expected: Map<string, unknown>,
  held: Map<string, Row[]>,
  bodyOf: (row: Row) => unknown,
): void {
  for (const [name, body] of expected) {
    const found = held.get(name) ?? []
    const [row] = found
    if (row === undefined) account.missing.push(`${what} ${name}`)
    else if (found.length > 1) account.duplicated.push(`${what} ${name}`)
    else if (!isDeepStrictEqual(bodyOf(row), body)) account.different.push(`${what} ${name}`)
  }
  for (const name of held.keys()) if (!expected.has(name)) account.different.push(`${what} ${name} is not expected`)
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const held = map.get(key)
  if (held === undefined) map.set(key, [value])
  else held.push(value)
}
