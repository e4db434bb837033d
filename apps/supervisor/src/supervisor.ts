import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { userInfo } from 'node:os'
import { laneOf } from '@claims-audit/event-log'
import type { ClusterOptions } from '@claims-audit/event-log'
import { AnotherLog, apiLogin, ledgerForm, openLedger, upgradeLedger } from '@claims-audit/ledger'
import type { Ledger } from '@claims-audit/ledger'
import {
  RestoredLedger,
  acceptCurrentLog,
  acceptRestore,
  admitCurrentLog,
  assertNotRestored,
  prepare,
} from '@claims-audit/operations'
import { SettingError, cluster, clusterGiven, isOpenToOthers, mode, setting } from '@claims-audit/settings'
import { StackUnavailable, freePort, openStack } from '@claims-audit/stack'
import type { Stack } from '@claims-audit/stack'
import { say, timed } from './console.js'
import { apiPassword, installationKey } from './installation-key.js'
import { showResults } from './results.js'
import { startPipeline } from './pipeline.js'
import type { Pipeline } from './pipeline.js'
import { choosePorts } from './ports.js'
import type { Ports } from './ports.js'
import { submitSamples } from './samples.js'

/** What the supervisor sets for each service itself. */
const FOR_ONE_SERVICE = ['HOST', 'PORT', 'HEALTH_HOST', 'HEALTH_PORT']

const LOCAL = '.local'
const STACK_FILE = join(LOCAL, 'stack.json')
const KEY_FILE = join(LOCAL, 'data', 'signing.key')
const API_PASSWORD_FILE = join(LOCAL, 'data', 'api.password')

/** The migration that makes a ledger. */
const FIRST_MIGRATION = 'LedgerTables'

const OPTIONS = {
  fused: { type: 'boolean', default: false },
  'no-samples': { type: 'boolean', default: false },
  /** A service starts again when a module of it changes: for `npm run dev`. */
  watch: { type: 'boolean', default: false },
  /** What claims.submitted is now becomes a new epoch of the ledger. */
  'accept-log': { type: 'boolean', default: false },
  /** The ledger was restored from an older backup. */
  'accept-restore': { type: 'boolean', default: false },
} as const

type Options = Record<keyof typeof OPTIONS, boolean>

async function main(): Promise<number> {
  const { values } = parseArgs({ options: OPTIONS })
  for (const name of FOR_ONE_SERVICE)
    if (process.env[name] !== undefined) say(`${name} applies to a single service; npm start ignores it`)
  const told = toldToStop()
  // Settings are judged before anything is started for them.
  const given = { brokers: clusterGiven()?.brokers, databaseUrl: setting('DATABASE_URL') }
  const ports = await choosePorts(say)
  const stack = await openStack({
    dataDir: join(LOCAL, 'data'),
    ports: { kafka: 19092, postgres: 15432 },
    given,
    log: say,
    keepData: true,
  })
  try {
    return await run(stack, told, ports, values)
  } finally {
    rmSync(STACK_FILE, { force: true })
    await timed('Stopping Kafka and Postgres', () => stack.stop())
    say('Everything is stopped. The data is kept for the next npm start.')
  }
}

async function run(stack: Stack, told: Promise<void>, ports: Ports, options: Options): Promise<number> {
  const { isNew, apiDatabaseUrl } = await timed('Creating topics and tables', () => makeReady(stack, options))
  mkdirSync(LOCAL, { recursive: true })
  // It holds the database's password, and the process by which a reader tells that it is not left over.
  writeFileSync(
    STACK_FILE,
    JSON.stringify({ pid: process.pid, brokers: stack.brokers, databaseUrl: stack.databaseUrl }),
    { mode: 0o600 },
  )
  const demo = isOpenToOthers() ? undefined : { port: await freePort() }
  const pipeline = await timed('Starting the services', () =>
    startPipeline({
      ...stack,
      apiDatabaseUrl,
      demo,
      signingKey: installationKey(KEY_FILE, { isNew: isNew && stack.source.kafka !== 'given' }),
      ports,
      mode: options.fused ? 'fused' : mode(),
      watch: options.watch,
      log: say,
    }),
  )
  try {
    return await Promise.race([
      told.then(() => 0),
      pipeline.failed.then(() => 1),
      stack.failed.then(serverEnded),
      work(stack, pipeline, ports, options),
    ])
  } finally {
    await timed('Draining the services', () => pipeline.stop())
  }
}

function serverEnded(name: string): number {
  say(`${name} ended unexpectedly; stopping everything. Its log is in ${LOCAL}.`)
  return 1
}

/** Shows what the pipeline does, then stays for what else may come. */
async function work(
  stack: Stack,
  pipeline: Pipeline,
  ports: Ports,
  options: Pick<Options, 'no-samples'>,
): Promise<never> {
  if (isOpenToOthers()) say('OIDC_ISSUER is set: the sample claims are left out, for no one has signed in to send them')
  else if (!options['no-samples']) {
    const samples = await timed('Auditing the sample claims', () => submitSamples(clusterOf(stack), ports))
    showResults(samples)
  }
  showDoor(ports)
  say(`api     http://127.0.0.1:${ports.api}/v1/findings   docs http://127.0.0.1:${ports.api}/docs`)
  say(`intake  http://127.0.0.1:${ports.intake}/v1/claims     POST a claim, or NDJSON to /v1/claims:batch`)
  say(`try     curl --data-binary @claim.json http://127.0.0.1:${ports.intake}/v1/claims`)
  say(`        curl 'http://127.0.0.1:${ports.api}/v1/findings?rule=code.excludes1&limit=10'`)
  say(
    `kafka   ${stack.brokers.join(',')} (${stack.source.kafka})   postgres ${stack.databaseUrl.replace(/:[^:@/]*@/, ':…@')} (${stack.source.postgres})`,
  )
  say('Running. npx claims-audit submit FILE sends claims; Ctrl-C drains and stops everything.')
  say(`Workbench http://127.0.0.1:${ports.api}`)
  return pipeline.forever
}

/** Who can sign in. */
function showDoor(ports: Ports): void {
  const url = `http://127.0.0.1:${ports.api}/auth/sign-in?to=/auth/me`
  if (isOpenToOthers()) return say(`people  ${url}   by ${setting('OIDC_ISSUER')}`)
  say(`people  ${url}   demo people, made up, without passwords: ${DEMO_ROLES}`)
}

/** As in apps/demo-people/src/people.ts. */
const DEMO_ROLES = 'auditor, lead, coder, compliance, admin, read-only; one of another tenant, one of a single facility'

/** A Kafka of the user's may ask for TLS and a login; our own asks for nothing. */
const clusterOf = ({ brokers, source }: Stack): ClusterOptions => (source.kafka === 'given' ? cluster() : { brokers })

interface Ready {
  /** The ledger was made by this start. */
  isNew: boolean
  apiDatabaseUrl: string
}

async function makeReady(stack: Stack, options: Options): Promise<Ready> {
  const { brokers, databaseUrl } = stack
  const kafka = clusterOf(stack)
  const ledger = await openLedger({ databaseUrl, applicationName: 'claims-audit migrations', poolSize: 2 })
  const who = { by: userInfo().username, note: 'npm start' }
  try {
    const { migrations } = await prepare(kafka, ledger, {
      log: (level, line) => level !== 'debug' && level !== 'error' && say(line),
    }).catch((error: Error) => {
      throw new Error(`Kafka at ${brokers.join(',')} refused a request (${error.name}: ${error.message})`)
    })
    if (options['accept-log']) {
      say(`The ledger continues with this log (epoch ${await acceptCurrentLog(kafka, ledger, who)})`)
      say(
        'Once it runs, npx claims-audit reconcile tells what of the old log was not audited; npx claims-audit resubmit --missing sends it again',
      )
    }
    if (options['accept-restore'])
      say(`The ledger continues as restored: ${JSON.stringify(await acceptRestore(kafka, ledger, who))}`)
    await admitCurrentLog(kafka, ledger, who.by)
    await assertNotRestored(kafka, ledger)
    await upgrade(ledger, stack.source.postgres === 'given')
    // A server of the user's is left as it is: there the api takes the role for each transaction.
    const own =
      stack.source.postgres === 'given'
        ? undefined
        : await apiLogin(ledger, databaseUrl, apiPassword(API_PASSWORD_FILE))
    return { isNew: migrations.some((name) => name.startsWith(FIRST_MIGRATION)), apiDatabaseUrl: own ?? databaseUrl }
  } catch (error) {
    if (error instanceof AnotherLog) throw new NeedsDecision(`${error.message}; here: npm start -- --accept-log`)
    if (error instanceof RestoredLedger)
      throw new NeedsDecision(`${error.message}; here: npm start -- --accept-restore`)
    throw error
  } finally {
    await ledger.destroy()
  }
}

/**
 * The worklist reads the tables of this release. On a server of our own no service of the release before is left to
 * wait for.
 */
async function upgrade(ledger: Ledger, isGiven: boolean): Promise<void> {
  if ((await ledgerForm(ledger)).moved) return
  if (isGiven) return say('The ledger has the tables of the release before: run npx claims-audit ledger upgrade')
  await timed('Moving the ledger to the tables of this release', () => upgradeLedger(ledger, { laneOf }))
}

/** A person has to say how to go on; the message says how. */
class NeedsDecision extends Error {}

/** Within this time two signals are one: a Ctrl-C comes from the terminal and through npm. */
const SAME_MS = 1_000

/** Resolves at the first Ctrl-C or SIGTERM; a second one ends everything at once. */
function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    let told: number | undefined
    const tell = (): void => {
      if (told !== undefined && Date.now() - told > SAME_MS) process.exit(130)
      if (told !== undefined) return
      told = Date.now()
      say('Stopping (Ctrl-C again stops at once) ...')
      resolve()
    }
    process.on('SIGINT', tell)
    process.on('SIGTERM', tell)
  })
}

const isMisuse = (error: Error): boolean => String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')

process.exitCode = await main().catch((error: Error) => {
  say(
    error instanceof StackUnavailable ||
      error instanceof NeedsDecision ||
      error instanceof SettingError ||
      isMisuse(error)
      ? error.message
      : `${error.name}: ${error.message}`,
  )
  return isMisuse(error) || error instanceof SettingError ? 2 : 1
})
process.exit()
