import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { auditClaim } from '@claims-audit/audit'
import { normalizeClaim } from '@claims-audit/claim'
import type { Finding, SubmittedClaim } from '@claims-audit/contracts'
import { apiLogin, archiveBatch, migrate, openLedger, recordQuarantine } from '@claims-audit/ledger'
import type { Ledger } from '@claims-audit/ledger'
import { openKnowledge } from '@claims-audit/reference'
import { freePort } from '@claims-audit/stack'
import { recordClaims } from '../decisions/judged-claims.js'
import { freshDatabase } from '../fresh-database.js'
import { ServiceProcess } from '../operations/service-process.js'
import { sessionOf } from './session.js'

/* What is told of a patient, and what persons write about one, goes to those who may read it and nowhere else: not into logs, metrics, headers or the access log. */

const CANARY = 'kanarienvogel'
/** What the record says, or a finding cites of it. */
const RECORD = new RegExp(`${CANARY}|RADICULOPATHY`)
const CLAIM: SubmittedClaim = {
  tenant: 'north',
  claimId: 'C-1',
  claimType: 'institutional-inpatient',
  patient: { id: `${CANARY}-mrn`, birthDate: '1931-11-17', sex: 'F' },
  admissionDate: '2026-01-04',
  dischargeDate: '2026-01-09',
  dischargeStatus: '01',
  diagnoses: [{ role: 'principal', code: 'M43.02', poa: 'Y' }],
  documents: [
    { id: 'D1', type: 'progress-note', text: `${CANARY}: acquired spondylolysis of C6. Left C6 RADICULOPATHY.` },
  ],
}

let ledger: Ledger
let api: ServiceProcess
let [url, metricsUrl] = ['', '']
let finding: Finding
const headersSeen: string[] = []

beforeAll(async () => {
  const databaseUrl = await freshDatabase(process.env['DATABASE_URL'] ?? '', 'canary')
  ledger = await openLedger({ databaseUrl })
  await migrate(ledger)
  const result = auditClaim(normalizeClaim(CLAIM), openKnowledge())
  if ('rejected' in result) throw new Error(result.rejected.code)
  finding = result.findings.find(({ evidence }) => RECORD.test(JSON.stringify(evidence))) as Finding
  const value = Buffer.from(JSON.stringify(CLAIM))
  const place = { topic: 'claims.submitted', partition: 0, timestamp: '0' }
  await archiveBatch(ledger, [{ ...place, offset: '1', key: Buffer.from('north:C-1'), value, headers: {} }])
  await recordClaims(ledger, result)
  const origin = { ...place, offset: '9' }
  const reason = { code: 'schema' as const, pointer: '/patient', keyword: 'required' }
  const what = { tenant: 'north', claimId: 'C-9', origin, concludes: true, stage: 'drg', reason, attempts: 1 }
  await recordQuarantine(ledger, [{ ...what, failedAt: origin, key: null, value, headers: { note: CANARY } }], [0])
  const port = String(await freePort())
  metricsUrl = `http://127.0.0.1:${port}/metrics`
  api = new ServiceProcess('api', {
    DATABASE_URL: (await apiLogin(ledger, databaseUrl, 'a login of the whole server')) ?? '',
    OIDC_ISSUER: 'http://127.0.0.1:9',
    HEALTH_PORT: port,
    LOG_LEVEL: 'debug',
  })
  url = await api.listening()
}, 60_000)
afterAll(async () => {
  await api?.stop()
  await ledger.destroy()
})

async function ask(method: string, path: string, body?: object): Promise<{ status: number; text: string }> {
  const headers = { ...(await sessionOf(ledger, { role: 'lead' })), 'content-type': 'application/json' }
  const answer = await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  headersSeen.push(JSON.stringify([...answer.headers]))
  return { status: answer.status, text: await answer.text() }
}

const verdict = (act: string, more: object = {}) =>
  ask('POST', `/v1/findings/${finding.findingId}/verdicts`, {
    ...{ actId: randomUUID(), act, findingDigest: finding.findingDigest, claimVersion: 1, note: `${CANARY} note` },
    ...more,
  })

/** Everything that the audit team's API takes or shows of the record. */
async function work(): Promise<void> {
  const shown = [
    await ask('GET', `/v1/findings/${finding.findingId}`),
    await ask('GET', '/v1/claims/north/C-1'),
    await ask('GET', '/v1/work'),
    await ask('POST', '/v1/claims:try', { claimId: 'C-1', changes: {} }),
    await ask(
      'GET',
      `/v1/quarantine/${Buffer.from('claims.submitted/0/9/drg').toString('base64url')}?purpose=operations`,
    ),
  ]
  for (const { status, text } of shown) expect([status, RECORD.test(text)]).toEqual([200, true])
  expect((await verdict('comment')).status).toBe(201)
  const wording = {
    indicators: [`"${CANARY}"`],
    question: `Please document ${CANARY}.`,
    options: ['Other', 'Unable to determine'],
  }
  const drafted = await ask('POST', '/v1/queries', {
    actId: randomUUID(),
    findingId: finding.findingId,
    wording,
    addressee: '1234567893',
  })
  const { queryId } = JSON.parse(drafted.text) as { queryId: string }
  await ask('POST', '/v1/queries:lint', { findingId: finding.findingId, wording })
  await ask('POST', `/v1/queries/${queryId}:send`, { actId: randomUUID() })
  await ask('POST', `/v1/queries/${queryId}/answer`, { actId: randomUUID(), answer: `${CANARY} answers` })
  await verdict('disagree', { reason: 'rule-wrong' })
  await ask('GET', `/v1/findings/${finding.findingId}/case`)
  await ask('POST', '/v1/legal-holds', { holdId: randomUUID(), claimId: 'C-1', reason: `${CANARY} sues` })
  for (const path of ['/v1/findings.csv', '/v1/findings.xlsx', '/v1/analytics/verdicts/rows', '/v1/queries'])
    await ask('GET', path)
}

/** And what it refuses. */
async function refused(): Promise<void> {
  await verdict('agree', { act: CANARY })
  await ask('GET', `/v1/findings?rule=${CANARY}&cursor=${CANARY}`)
  await ask('GET', `/v1/codes/${CANARY}`)
  await ask('GET', `/v1/work?q=${CANARY}`)
  await ask('GET', `/v1/claims/north/${CANARY}`)
  await ask('POST', '/v1/claims:try', { claim: { [CANARY]: CANARY }, changes: {} })
  await ask('PUT', `/v1/quarantine/${Buffer.from('claims.submitted/0/9/drg').toString('base64url')}`, {
    claim: { patient: CANARY },
  })
  await ask('GET', `/${CANARY}`)
}

describe('what is told of a patient', () => {
  it('is in no log line, metric, header or entry of the access log', async () => {
    await work()
    await refused()
    const metrics = await (await fetch(metricsUrl)).text()
    expect(metrics).toContain('process_resident_memory_bytes')
    const log = await ledger.query('select to_jsonb(l)::text as row from access_log l')
    expect(log.length).toBeGreaterThan(15)
    const told = { lines: api.lines.join('\n'), metrics, headers: headersSeen.join('\n'), log: JSON.stringify(log) }
    for (const [where, text] of Object.entries(told))
      expect([where, new RegExp(`.{0,60}(${RECORD.source}|1931-11-17).{0,60}`).exec(text)?.[0]]).toEqual([
        where,
        undefined,
      ])
  })
})
