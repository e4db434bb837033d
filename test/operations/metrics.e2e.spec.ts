import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import kafkajs from 'kafkajs'
import { TOPICS } from '@claims-audit/contracts'
import type { SubmittedClaim } from '@claims-audit/contracts'
import { EventProducer, committedOffsets, logRange } from '@claims-audit/event-log'
import { freePort } from '@claims-audit/stack'
import { syntheticClaims } from '../e2e/synthetic-claims.js'
import { freshLedger } from '../fresh-database.js'
import { freshLog } from '../fresh-log.js'
import { ServiceProcess } from './service-process.js'

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')
const CANARY = 'CANARY'

/** A patient whose every value can be recognised, with a finding and a correction. */
const base = [...syntheticClaims(1, 3, 'metrics')][0] as SubmittedClaim
const canary = (claimId: string, more: Partial<SubmittedClaim> = {}): SubmittedClaim => ({
  ...base,
  tenant: CANARY.toLowerCase(),
  claimId: `${CANARY}-${claimId}`,
  facility: { id: `${CANARY}-facility` },
  payer: { id: `${CANARY}-payer` },
  patient: { id: `${CANARY}-patient`, birthDate: '1931-11-17', sex: 'F' },
  diagnoses: [{ sequence: 1, role: 'principal', code: 'M43.0', poa: 'Y' }],
  documents: [
    { id: 'D1', type: 'progress-note', date: '2026-02-03', text: `${CANARY} says: acquired spondylolysis of C6.` },
  ],
  ...more,
})

let databaseUrl = ''
let other: pg.Client
let [findings, intake, api]: ServiceProcess[] = []
let [metricsUrl, intakeUrl, intakeMetrics, apiUrl] = ['', '', '', '']

async function startFindings(): Promise<ServiceProcess> {
  const port = String(await freePort())
  metricsUrl = `http://127.0.0.1:${port}/metrics`
  const service = new ServiceProcess('findings', { PIPELINE: 'fused', DATABASE_URL: databaseUrl, HEALTH_PORT: port })
  await service.listening()
  return service
}

beforeAll(async () => {
  await freshLog(brokers)
  databaseUrl = await freshLedger(process.env['DATABASE_URL'] ?? '', 'metrics', brokers)
  other = new pg.Client({ connectionString: databaseUrl })
  await other.connect()
  const port = String(await freePort())
  intakeMetrics = `http://127.0.0.1:${port}/metrics`
  intake = new ServiceProcess('intake', { HEALTH_PORT: port })
  api = new ServiceProcess('api', { DATABASE_URL: databaseUrl, LOG_LEVEL: 'debug' })
  ;[findings, intakeUrl, apiUrl] = await Promise.all([startFindings(), intake.listening(), api.listening()])
})
afterAll(async () => {
  await other.end()
  await Promise.all([findings?.stop(), intake?.stop(), api?.stop()])
})

const scrape = async (url = metricsUrl): Promise<string> => (await fetch(url)).text()

/** A series' value, its labels in the order that they have; 0 where there is no such series. */
const valueOf = (text: string, series: string): number =>
  text.split('\n').reduce((found, line) => {
    const [, name = '', labels = '', value = ''] = /^(\w+)\{(.*)\} (\S+)$/.exec(line) ?? []
    const own = labels.split(',').filter((label) => !label.startsWith('service='))
    return `${name}{${own.join(',')}}` === series ? Number(value) : found
  }, 0)

/** Resolves with the metrics once they say what is waited for. */
async function until(says: (text: string) => boolean): Promise<string> {
  for (const deadline = Date.now() + 20_000; ;) {
    const text = await scrape()
    if (says(text)) return text
    if (Date.now() > deadline)
      throw new Error(
        `not told:\n${text
          .split('\n')
          .filter((line) => line.startsWith('claims_audit'))
          .join('\n')}\n${findings?.lines.slice(-8).join('\n')}`,
      )
  }
}

async function submit(...claims: (SubmittedClaim | string)[]): Promise<number> {
  const body = typeof claims[0] === 'string' ? claims[0] : claims.map((claim) => JSON.stringify(claim)).join('\n')
  const path = claims.length === 1 ? '/v1/claims' : '/v1/claims:batch'
  const answer = await fetch(`${intakeUrl}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  })
  await answer.text()
  return answer.status
}

const outcome = (kind: string): string => `claims_audit_outcomes_total{outcome="${kind}"}`

describe('every metric moves', () => {
  it('with what is audited: outcomes, rules, corrections, batches, ages', async () => {
    const twice = canary('1')
    expect(
      await submit(
        twice,
        twice,
        canary('2', { version: 2 }),
        canary('2', { version: 1 }),
        canary('3', { diagnoses: [{ sequence: 1, role: 'principal', code: 'I10', poa: 'Y' }], documents: [] }),
      ),
    ).toBe(200)
    expect(await submit('{')).toBe(422)
    const upstream = new EventProducer({ cluster: brokers, clientId: 'metrics', source: '/metrics' })
    await upstream.send([
      { topic: TOPICS.submitted, key: `${CANARY}:x`, type: 'claims.submitted.v1', id: 'x', value: `{"${CANARY}"` },
    ])
    await upstream.disconnect()
    const kinds = ['findings', 'duplicate', 'superseded', 'quarantined']
    const text = await until((now) => kinds.every((kind) => valueOf(now, outcome(kind)) > 0))
    const topic = `topic="${TOPICS.submitted}"`
    for (const series of [
      `claims_audit_batches_total{${topic}}`,
      `claims_audit_messages_total{${topic}}`,
      `claims_audit_handler_seconds_count{${topic}}`,
      `claims_audit_event_age_seconds_count{${topic}}`,
      'claims_audit_findings_total{rule="code.not-billable"}',
      'claims_audit_corrections_total{kind="code-change"}',
      'claims_audit_quarantined_total{reason="not-json"}',
      'claims_audit_group_joins_total{}',
      'nodejs_eventloop_lag_p99_seconds{}',
      'process_resident_memory_bytes{}',
    ])
      expect({ series, moved: valueOf(text, series) > 0 }).toEqual({ series, moved: true })
    const answered = await scrape(intakeMetrics)
    expect(valueOf(answered, 'claims_audit_submitted_total{status="202"}')).toBe(5)
    expect(valueOf(answered, 'claims_audit_submitted_total{status="422"}')).toBe(1)
  })

  it('with what waits: lag, the oldest event, waits for the database, corrections that are not published', async () => {
    // The relays' lock (libs/ledger/src/live/outbox.ts), and the outcomes: nothing is recorded meanwhile.
    await other.query('begin; select pg_advisory_xact_lock(7302045)')
    await submit(canary('4'))
    await until(
      (now) =>
        valueOf(now, 'claims_audit_outbox_rows{}') > 0 && valueOf(now, 'claims_audit_outbox_oldest_seconds{}') > 0,
    )
    await other.query('rollback; alter table claim_outcome rename to outcome_away')
    await submit(canary('5'))
    const isBehind = (now: string, name: string): boolean =>
      [0, 1, 2, 3].some(
        (each) => valueOf(now, `claims_audit_${name}{topic="claims.submitted",partition="${each}"}`) > 0,
      )
    await until(
      (now) =>
        isBehind(now, 'lag') &&
        isBehind(now, 'oldest_seconds') &&
        valueOf(now, 'claims_audit_waits_total{reason="database"}') > 0,
    )
    await other.query('alter table outcome_away rename to claim_outcome')
    await until((now) => !isBehind(now, 'lag') && !isBehind(now, 'oldest_seconds'))
  })

  it('with what fails: attempts, and what is quarantined for it', async () => {
    await other.query(
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused' using errcode = '23514'; end $$`,
    )
    await other.query(
      `create trigger refuse before insert on audited_claim for each row when (new.claim_id = '${CANARY}-6') execute function refuse()`,
    )
    await submit(canary('6'))
    await until(
      (now) =>
        valueOf(now, 'claims_audit_quarantined_total{reason="stage-failure"}') === 1 &&
        valueOf(now, 'claims_audit_failures_total{reason="database"}') >= 3,
    )
  })

  it('with offsets that expired before they were read', async () => {
    await until((now) => valueOf(now, 'claims_audit_quarantined_total{reason="stage-failure"}') === 1)
    await findings?.stop()
    await submit(canary('7'))
    const committed = new Map(
      (await committedOffsets(brokers, 'fused', TOPICS.submitted)).map(({ partition, offset }) => [partition, offset]),
    )
    const behind = (await logRange(brokers, TOPICS.submitted)).filter(
      ({ partition, high }) => committed.get(partition) !== null && committed.get(partition) !== high,
    )
    expect(behind.length).toBeGreaterThan(0)
    const admin = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).admin()
    await admin.connect()
    await admin.fetchTopicOffsets(TOPICS.submitted)
    await admin.deleteTopicRecords({
      topic: TOPICS.submitted,
      partitions: behind.map(({ partition, high }) => ({ partition, offset: high })),
    })
    await admin.disconnect()
    findings = await startFindings()
    await until(
      (now) =>
        valueOf(now, `claims_audit_out_of_range_total{topic="${TOPICS.submitted}"}`) > 0 &&
        valueOf(now, 'claims_audit_quarantine_depth{reason="not-json"}') > 0,
    )
  })
})

/** Asks the api for what the canary is in, rightly and wrongly; the headers and problems of its answers. */
async function askApi(): Promise<string[]> {
  const tenant = CANARY.toLowerCase()
  const paths = [
    `/v1/claims/${tenant}/${CANARY}-1`,
    `/v1/claims/${tenant}/${CANARY}-unknown`,
    `/v1/findings?facility=${CANARY}-facility&tenant=${tenant}`,
    `/v1/findings?payer=${CANARY}%00`,
    `/v1/findings?cursor=${CANARY}`,
    `/v1/findings/${CANARY}`,
    `/v1/runs/${CANARY}`,
    `/v1/access-log?claim=${CANARY}-1`,
    `/auth/callback?code=${CANARY}&state=${CANARY}`,
  ]
  const told: string[] = []
  for (const path of paths) {
    const answer = await fetch(`${apiUrl}${path}`, { redirect: 'manual' })
    const body = await answer.text()
    if (path.endsWith('-1') && answer.ok) expect(body).toContain(CANARY)
    told.push(JSON.stringify([...answer.headers]), ...(answer.ok ? [] : [body]))
  }
  const { rows } = await other.query('select act, count(*)::int as n from access_log group by act')
  expect(rows).toEqual(expect.arrayContaining([expect.objectContaining({ act: 'view' })]))
  return told
}

describe('what is told', () => {
  it('holds nothing of a patient, a claim or a tenant, and a list of series that does not grow with them', async () => {
    const after = async (name: string, events: number): Promise<string> => {
      await submit(
        ...Array.from({ length: 50 }, (_, at) =>
          canary(`${name}-${at}`, { tenant: `${CANARY}-${name}-${at}`.toLowerCase() }),
        ),
      )
      const done = 'claims_audit_messages_total{topic="claims.submitted"}'
      return until((now) => valueOf(now, outcome('findings')) >= events && valueOf(now, done) >= events)
    }
    // By then what was quarantined before has come as well.
    const quarantined = 'claims_audit_messages_total{topic="claims.quarantined"}'
    await until((now) => valueOf(now, quarantined) > 0)
    const seriesOf = (text: string): string[] => text.split('\n').map((line) => line.replace(/ \S+$/, ''))
    const before = await after('some', 50)
    const text = await after('more', 100)
    expect(seriesOf(text)).toEqual(seriesOf(before))
    const answered = await askApi()
    const services = [findings, intake, api].flatMap((service) => service?.lines ?? [])
    for (const told of [
      text,
      await scrape(intakeMetrics),
      await scrape(`${apiUrl}/metrics`),
      ...answered,
      ...services,
    ]) {
      expect(told.toLowerCase()).not.toContain(CANARY.toLowerCase())
      // A year alone could be digits of a measured value.
      expect(told).not.toContain('1931-11-17')
    }
  })
})
