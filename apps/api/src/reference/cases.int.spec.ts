import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { auditClaim, runCases } from '@claims-audit/audit'
import { normalizeClaim } from '@claims-audit/claim'
import type { Finding, SubmittedClaim } from '@claims-audit/contracts'
import { apiLogin, archiveBatch, migrate, openLedger } from '@claims-audit/ledger'
import type { Ledger } from '@claims-audit/ledger'
import { openKnowledge, readRulePack, readRulePacks } from '@claims-audit/reference'
import { sessionOf } from '../../../../test/access/session.js'
import { recordClaims } from '../../../../test/decisions/judged-claims.js'
import { freshDatabase } from '../../../../test/fresh-database.js'
import { ServiceProcess } from '../../../../test/operations/service-process.js'

/* A disagreement as a case file: from the archive, through the api, into a pack. */

const CLAIM: SubmittedClaim = {
  tenant: 'north',
  claimId: 'C-77',
  claimType: 'institutional-inpatient',
  patient: { id: 'MRN-5', birthDate: '1961-04-02', sex: 'F' },
  admissionDate: '2026-01-04',
  dischargeDate: '2026-01-09',
  dischargeStatus: '01',
  diagnoses: [{ role: 'principal', code: 'M43.02', poa: 'Y' }],
  documents: [
    { id: 'D1', type: 'nursing-note', text: 'Slept well.' },
    { id: 'D2', type: 'progress-note', text: 'Acquired spondylolysis of C6. Left C6 radiculopathy.' },
  ],
}
const RULE = 'neuro.radiculopathy-uncoded'

let ledger: Ledger
let api: ServiceProcess
let url = ''
let finding: Finding

beforeAll(async () => {
  const databaseUrl = await freshDatabase(process.env['DATABASE_URL'] ?? '', 'cases')
  ledger = await openLedger({ databaseUrl })
  await migrate(ledger)
  const result = auditClaim(normalizeClaim(CLAIM), openKnowledge())
  if ('rejected' in result) throw new Error(result.rejected.code)
  const found = result.findings.find(({ ruleId }) => ruleId === RULE)
  if (found === undefined) throw new Error(`no finding of ${RULE}`)
  finding = found
  await archiveBatch(ledger, [
    {
      topic: 'claims.submitted',
      partition: 0,
      offset: '1',
      timestamp: '0',
      key: Buffer.from('north:C-77'),
      value: Buffer.from(JSON.stringify({ specversion: '1.0', data: CLAIM })),
      headers: {},
    },
  ])
  await recordClaims(ledger, result)
  api = new ServiceProcess('api', {
    DATABASE_URL: (await apiLogin(ledger, databaseUrl, 'a login of the whole server')) ?? '',
    OIDC_ISSUER: 'http://127.0.0.1:9',
  })
  url = await api.listening()
}, 60_000)
afterAll(async () => {
  await api?.stop()
  await ledger.destroy()
})

async function asked(role: 'auditor' | 'compliance'): Promise<Response> {
  return fetch(`${url}/v1/findings/${finding.findingId}/case`, { headers: await sessionOf(ledger, { role }) })
}

async function judged(act: string): Promise<void> {
  const { findingId, findingDigest } = finding
  const request = { actId: randomUUID(), act, findingDigest, claimVersion: 1, reason: 'rule-wrong' }
  const answer = await fetch(`${url}/v1/findings/${findingId}/verdicts`, {
    method: 'POST',
    headers: { ...(await sessionOf(ledger, { role: 'auditor' })), 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  expect(answer.status).toBe(201)
}

describe('a decided finding', () => {
  it('is a case that the rule holds to, where persons agree', async () => {
    expect((await asked('auditor')).status).toBe(409)
    await judged('agree')
    expect(failuresOf(await (await asked('auditor')).text())).toEqual([])
  })

  it('is a case that the rule in its present form fails, with the one document that it cites', async () => {
    await judged('undo')
    await judged('disagree')
    const answer = await asked('auditor')
    const text = await answer.text()
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/yaml; charset=utf-8'])
    expect(text).toContain('falsePositive: rule-wrong')
    expect(text).toContain('Left C6 radiculopathy')
    expect(text).not.toMatch(/Slept well|C-77|MRN-5|1961/)
    expect(failuresOf(text)).toEqual([expect.stringContaining(`${RULE}: an auditor disagreed: expected quiet, raised`)])
  })

  it('is not for who may not read documents, and each export is logged', async () => {
    expect((await asked('compliance')).status).toBe(403)
    const rows = await ledger.query(
      `select claims from access_log where act = 'export' and finding_id = $1 and outcome = 'allowed'`,
      [finding.findingId],
    )
    expect(rows.length).toBeGreaterThanOrEqual(2)
  })
})

/** What fails in a pack of the shipped rule alone, with the case beside its own. */
function failuresOf(text: string): string[] {
  const directory = mkdtempSync(join(tmpdir(), 'claims-audit-case-'))
  try {
    const shipped = readRulePacks().find(({ rule }) => rule.id === RULE)
    const others = (shipped?.cases ?? []).map((each) => `  - ${JSON.stringify(each)}\n`)
    writeFileSync(join(directory, 'rule.yaml'), JSON.stringify(shipped?.rule))
    writeFileSync(join(directory, 'rule.cases.yaml'), `${text}${others.join('')}`)
    return runCases(readRulePack(directory), openKnowledge())
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
