/**
 * `npm run test:secured`: the chained pipeline where everything is secured. Kafka takes TLS with a login and lets each
 * service do what its stage does; Postgres takes TLS and knows three roles; PgBouncer stands before it. 200 events with
 * every outcome go in, each gets its own, and who is not let in is told so.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { TOPICS, claimKey, typeOf } from '@claims-audit/contracts'
import { EventProducer, logRange, readAll } from '@claims-audit/event-log'
import type { ClusterOptions, Outgoing } from '@claims-audit/event-log'
import { freePort } from '@claims-audit/stack'
import { cli, root } from '../command-line.ts'
import { ServiceProcess } from '../operations/service-process.ts'
import { Authority } from './certificates.ts'
import { hasPgBouncer, startPgBouncer } from './pgbouncer.ts'
import { startSecuredKafka } from './secured-kafka.ts'
import type { SecuredKafka } from './secured-kafka.ts'
import { startSecuredPostgres } from './secured-postgres.ts'
import type { Role, SecuredPostgres } from './secured-postgres.ts'

const EVENTS = 200
const OUTCOMES = ['clean', 'duplicate', 'findings', 'quarantined', 'superseded']
const LIMIT_MS = 180_000
const SIGNING_KEY = 'the key of a secured test installation'

/** Each service's role in Postgres; where it has none, it has no database. */
const SERVICES: [name: string, role: Role | undefined][] = [
  ['code-validation', undefined],
  ['drg', undefined],
  ['findings', 'writer'],
  ['archive', 'writer'],
  ['replay', 'writer'],
  ['api', 'api'],
  ['intake', 'writer'],
]

const { values } = parseArgs({ options: { direct: { type: 'boolean', default: false } } })
const say = (line: string): void => console.log(line)
const wrong: string[] = []
function check(what: string, holds: boolean): void {
  say(`${holds ? 'ok   ' : 'WRONG'} ${what}`)
  if (!holds) wrong.push(what)
}

if (!values.direct && !(await hasPgBouncer())) {
  say('skipped: there is no PgBouncer, and apt cannot bring one (--direct does without)')
  process.exit(0)
}
const folder = mkdtempSync(join(tmpdir(), 'claims-audit-secured-'))
// Postgres and PgBouncer run under accounts of their own, which have to get in.
chmodSync(folder, 0o711)
const authority = await Authority.make(folder)
chmodSync(authority.file, 0o644)
const [kafka, postgres] = await Promise.all([
  startSecuredKafka(join(folder, 'kafka'), authority, say),
  startSecuredPostgres(join(folder, 'postgres'), authority, say),
])
const bouncer = values.direct ? undefined : await startPgBouncer(join(folder, 'pgbouncer'), authority, postgres)
const services: ServiceProcess[] = []
try {
  await run(kafka, postgres, bouncer?.port ?? postgres.port)
} catch (error) {
  wrong.push(String(error))
  console.error(error)
} finally {
  await Promise.all(services.map((service) => service.stop()))
  await bouncer?.stop()
  await Promise.all([kafka.stop(), postgres.stop()])
  rmSync(folder, { recursive: true, force: true })
}
say(wrong.length === 0 ? 'all of it holds' : `${wrong.length} wrong: ${wrong.join('; ')}`)
process.exit(wrong.length === 0 ? 0 : 1)

async function run(kafka: SecuredKafka, postgres: SecuredPostgres, port: number): Promise<void> {
  const command = (...args: string[]) =>
    cli(args, { ...kafkaSettings(kafka, 'operator'), DATABASE_URL: postgres.urlOf('migrator', port), SIGNING_KEY })
  const prepared = await command('prepare', '--partitions', '4')
  check(`prepare as operator and migrator: ${prepared.out.trim()}${prepared.err.trim()}`, prepared.code === 0)
  const intakePort = await freePort()
  for (const [name, role] of SERVICES) {
    const own = {
      ...kafkaSettings(kafka, name),
      ...(role !== undefined && databaseSettings(postgres.urlOf(role, port), name)),
    }
    const at = name === 'intake' ? { PORT: String(intakePort) } : {}
    services.push(
      new ServiceProcess(name, { KAFKA_BROKERS: undefined, DATABASE_URL: undefined, SIGNING_KEY, ...own, ...at }),
    )
  }
  await Promise.all(services.map((service) => service.listening()))
  await submit(kafka, intakePort)
  await outcomes(postgres, EVENTS)
  const rows = await postgres.asOwner<{ outcome: string; count: number }>(
    'select outcome, count(*)::int from recorded_outcome group by 1 order by 1',
  )
  check(
    `200 events have every outcome: ${rows.map(({ outcome, count }) => `${outcome} ${count}`).join(', ')}`,
    rows.map(({ outcome }) => outcome).join() === OUTCOMES.join(),
  )
  await until('nothing is on its way', async () => (await command('reconcile')).code === 0)
  const reconciled = await command('reconcile')
  check(`reconcile: exit ${reconciled.code}`, reconciled.code === 0)
  await until('the outbox is empty', async () => (await postgres.asOwner('select 1 from outbox')).length === 0)
  const [sent] = await postgres.asOwner<{ count: number }>('select count(*)::int from recorded_correction')
  const published = (await readAll(clusterOf(kafka, 'findings'), TOPICS.corrections).catch(() => [])).length
  check(
    `findings may not read outside its own groups: ${published} of ${sent?.count ?? 0} corrections read`,
    published === 0,
  )
  const [archived] = await postgres.asOwner<{ events: number }>('select sum(events)::int as events from archived_block')
  check(`archived: ${archived?.events}`, archived?.events === EVENTS)
  const months = await postgres.asOwner<{ owner: string }>(
    "select distinct tableowner as owner from pg_tables where tablename like 'archived_block_20%'",
  )
  check(
    'the archive’s month belongs to the migrator',
    months.map(({ owner }) => owner).join() === 'claims_audit_migrator',
  )
  await replayed(postgres, port)
  await refused(kafka, postgres, port)
  const errors = services.flatMap((service) => service.lines).filter((line) => /"level":"(error|fatal)"/.test(line))
  check(`no service logged an error: ${errors.slice(0, 3).join(' ')}`, errors.length === 0)
}

/** Secrets by file, as they are mounted. */
function databaseSettings(url: string, name: string): Record<string, string> {
  const file = join(folder, `${name}-database-url`)
  writeFileSync(file, `${url}\n`, { mode: 0o600 })
  return { DATABASE_URL_FILE: file }
}

function kafkaSettings(kafka: SecuredKafka, user: string): Record<string, string> {
  const file = join(folder, `${user}-password`)
  writeFileSync(file, `${kafka.passwordOf(user)}\n`, { mode: 0o600 })
  return {
    KAFKA_BROKERS: kafka.broker,
    KAFKA_SSL_CA: authority.file,
    KAFKA_SASL_MECHANISM: 'scram-sha-512',
    KAFKA_SASL_USERNAME: user,
    KAFKA_SASL_PASSWORD_FILE: file,
  }
}

function clusterOf(kafka: SecuredKafka, username: string, password = kafka.passwordOf(username)): ClusterOptions {
  return {
    brokers: [kafka.broker],
    ssl: { ca: [readFileSync(authority.file, 'utf8')] },
    sasl: { mechanism: 'scram-sha-512', username, password },
  }
}

/** Claims through the intake, and what only the topic takes straight to it, as the upstream. */
async function submit(kafka: SecuredKafka, intakePort: number): Promise<void> {
  const samples = readFileSync(join(root, 'contracts/examples/claims.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Claim)
  const claims = Array.from({ length: EVENTS - 20 }, (_, at) => ({
    ...(samples[at % samples.length] as Claim),
    claimId: `secured-${at}`,
  }))
  const late = claims.slice(0, 5)
  const newer = late.map((claim) => ({ ...claim, claimId: `late-${claim.claimId}`, version: 2 }))
  const older = newer.map((claim) => ({ ...claim, version: 1 }))
  const lines = [...claims, ...claims.slice(5, 10), ...newer, ...older].map((claim) => JSON.stringify(claim)).join('\n')
  const answer = await fetch(`http://127.0.0.1:${intakePort}/v1/claims:batch`, {
    method: 'POST',
    body: lines,
    headers: { 'content-type': 'application/x-ndjson' },
  })
  const taken = (await answer.text())
    .trim()
    .split('\n')
    .filter((line) => line.includes('202')).length
  check(`intake took ${taken} claims`, taken === EVENTS - 5)
  const upstream = new EventProducer({
    cluster: clusterOf(kafka, 'upstream'),
    clientId: 'upstream',
    source: '/upstream',
  })
  await upstream.send(
    Array.from({ length: 5 }, (_, at): Outgoing => ({
      topic: TOPICS.submitted,
      key: claimKey('secured', `rubbish-${at}`),
      type: typeOf(TOPICS.submitted),
      id: `rubbish-${at}`,
      value: '{',
    })),
  )
  await upstream.disconnect()
}

type Claim = Record<string, unknown> & { claimId: string }

async function outcomes(postgres: SecuredPostgres, wanted: number): Promise<void> {
  await until(`${wanted} outcomes`, async () => {
    const [row] = await postgres.asOwner<{ count: number }>('select count(*)::int from recorded_outcome')
    return (row?.count ?? 0) >= wanted
  })
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + LIMIT_MS; !(await holds()); await pause(300))
    if (Date.now() > deadline) throw new Error(`${what}: not within ${LIMIT_MS / 1_000} s`)
}

/** A run that the api is asked for: its partitions are made, keyed and dropped by roles that own no table. */
async function replayed(postgres: SecuredPostgres, port: number): Promise<void> {
  const api = await (services[SERVICES.findIndex(([name]) => name === 'api')] as ServiceProcess).listening()
  const headers = { 'content-type': 'application/json' }
  const asked = (await (
    await fetch(`${api}/v1/runs`, { method: 'POST', headers, body: '{"source":{"kind":"topic"},"share":1}' })
  ).json()) as { id: number }
  const found = async () =>
    (await (await fetch(`${api}/v1/runs/${asked.id}`)).json()) as { state: string; error: string | null }
  await until('the run ends', async () => ['done', 'failed'].includes((await found()).state))
  const { state, error } = await found()
  check(`a run over the topic, asked for over HTTP: ${state} ${error ?? ''}`, state === 'done')
  const diff = (await (await fetch(`${api}/v1/runs/0/diff/${asked.id}`)).json()) as {
    findings: { gained: number; lost: number }
  }
  check(
    `its diff with what was live: ${JSON.stringify(diff.findings)}`,
    diff.findings.gained === 0 && diff.findings.lost === 0,
  )
  check(
    'it is deleted by the api’s role',
    (await fetch(`${api}/v1/runs/${asked.id}`, { method: 'DELETE' })).status === 204,
  )
  const writer = await cli(['runs', 'list'], { DATABASE_URL: postgres.urlOf('writer', port), KAFKA_BROKERS: '' })
  check('the command line reads as writer', writer.code === 0)
}

async function refused(kafka: SecuredKafka, postgres: SecuredPostgres, port: number): Promise<void> {
  const failure = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'let in',
      (error: Error) => `${error.name} ${error.message}`,
    )
  const event: Outgoing = { topic: TOPICS.audited, key: 'a', type: typeOf(TOPICS.audited), id: 'a', value: '{}' }
  const sendAs = async (cluster: ClusterOptions | string[], topic: string): Promise<void> => {
    const producer = new EventProducer({ cluster, clientId: 'foreign', source: '/foreign' })
    await producer.send([{ ...event, topic }]).finally(() => producer.disconnect())
  }
  const cases: [string, () => Promise<unknown>][] = [
    ['a wrong password', () => logRange(clusterOf(kafka, 'drg', 'another'), TOPICS.submitted)],
    ['an unknown user', () => logRange(clusterOf(kafka, 'nobody', 'x'), TOPICS.submitted)],
    ['Kafka without TLS and login', () => sendAs([kafka.plaintext], TOPICS.submitted)],
    ['the upstream on claims.audited', () => sendAs(clusterOf(kafka, 'upstream'), TOPICS.audited)],
    ['intake on claims.quarantined', () => sendAs(clusterOf(kafka, 'intake'), TOPICS.quarantined)],
    ['code-validation on claims.corrections', () => logRange(clusterOf(kafka, 'code-validation'), TOPICS.corrections)],
  ]
  for (const [who, work] of cases) {
    const why = await failure(work())
    check(`refused: ${who} (${why.slice(0, 90)})`, why !== 'let in')
  }
  for (const [role, statement] of [
    ['writer', 'delete from audited_claim'],
    ['writer', 'create table mine (a int)'],
    ['app', 'truncate claim_outcome'],
    ['app', 'select make_run_partitions(9)'],
    ['app', 'set role claims_audit_operator'],
  ] as const) {
    const session = new pg.Client({ connectionString: postgres.urlOf(role, port) })
    await session.connect()
    check(`refused: ${role}, ${statement}`, (await failure(session.query(statement))).includes('permission denied'))
    await session.end()
  }
}
