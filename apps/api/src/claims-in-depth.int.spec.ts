import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { auditClaim } from '@claims-audit/audit'
import { normalizeClaim } from '@claims-audit/claim'
import type { SubmittedClaim } from '@claims-audit/contracts'
import { apiLogin, archiveBatch, migrate, openLedger } from '@claims-audit/ledger'
import type { Ledger } from '@claims-audit/ledger'
import { openKnowledge } from '@claims-audit/reference'
import { recordClaims } from '../../../test/decisions/judged-claims.js'
import { freshDatabase } from '../../../test/fresh-database.js'
import { ServiceProcess } from '../../../test/operations/service-process.js'

let ledger: Ledger
let api: ServiceProcess
let url = ''

const TENANT = 'sample'
const claim = (version: number, ...codes: string[]): SubmittedClaim => ({
  ...{ tenant: TENANT, claimId: 'A', version, claimType: 'institutional-inpatient' },
  ...{ patient: { birthDate: '1950-01-01', sex: 'F' }, admissionDate: '2026-01-05', dischargeDate: '2026-01-09' },
  ...{ dischargeStatus: '01', documents: [{ id: 'D1', type: 'progress-note', text: 'Secret words' }] },
  diagnoses: codes.map((code, at) => ({ role: at === 0 ? 'principal' : 'secondary', code, poa: 'Y' })),
})

beforeAll(async () => {
  const databaseUrl = await freshDatabase(process.env['DATABASE_URL'] ?? '', 'versions')
  ledger = await openLedger({ databaseUrl })
  await migrate(ledger)
  await record(claim(1, 'M43.0'))
  await record(claim(2, 'M43.02', 'G99.2'))
  await archive(claim(2, 'M43.02', 'G99.2'))
  api = new ServiceProcess('api', {
    DATABASE_URL: (await apiLogin(ledger, databaseUrl, 'a login of the whole server')) ?? '',
  })
  url = await api.listening()
}, 120_000)
afterAll(async () => {
  await api?.stop()
  await ledger.destroy()
})

async function record(submitted: SubmittedClaim): Promise<void> {
  const result = auditClaim(normalizeClaim(submitted), openKnowledge())
  if ('rejected' in result) throw new Error('the claim cannot be audited')
  await recordClaims(ledger, result)
}

/** Where the version was submitted, as the archive service does. */
async function archive(submitted: SubmittedClaim): Promise<void> {
  const origin: { topic: string; partition: number; offset: string; timestamp: string }[] = await ledger.query(
    `select origin_topic as topic, origin_partition as partition, origin_offset::text as offset, origin_timestamp::text as timestamp
     from claim_outcome where claim_id = $1 and version = $2`,
    [submitted.claimId, submitted.version],
  )
  const event = { key: null, value: Buffer.from(JSON.stringify(submitted)), headers: {} }
  await archiveBatch(
    ledger,
    origin.map((at) => ({ ...at, ...event })),
  )
}

const diff = async (a: string, b: string, tenant = TENANT): Promise<{ status: number; text: string }> => {
  const answer = await fetch(`${url}/v1/claims/${tenant}/A/versions/${a}/diff/${b}`)
  return { status: answer.status, text: await answer.text() }
}

describe('two versions of a claim', () => {
  it('are told without codes while the archive lacks one, and with them then', async () => {
    const before = await diff('1', '2')
    expect(JSON.parse(before.text)).toMatchObject({ codes: null, drgImpact: { before: '999', after: '552' } })
    await archive(claim(1, 'M43.0'))
    const after = await diff('1', '2.0')
    expect(JSON.parse(after.text)).toMatchObject({
      a: { claimVersion: 1 },
      b: { claimVersion: 2 },
      codes: [
        { code: 'M43.0', change: 'removed' },
        { code: 'M43.02', change: 'added', b: { place: 1, role: 'principal', poa: 'Y' } },
        { code: 'G99.2', change: 'added' },
      ],
    })
    expect(after.text).not.toContain('Secret')
  })

  it.each([
    ['9', '1'],
    ['1', '2.1'],
    ['1', 'x'],
    ['1', '99999999999'],
  ])('are not there as %s and %s', async (a, b) => {
    expect((await diff(a, b)).status).toBe(404)
  })

  it('are a view in the access log', async () => {
    const [seen]: { n: number }[] = await ledger.query(
      `select count(*)::int as n from access_log where act = 'view' and tenant = $1`,
      [TENANT],
    )
    await diff('1', '2')
    expect(
      await ledger.query(`select count(*)::int as n from access_log where act = 'view' and tenant = $1`, [TENANT]),
    ).toEqual([{ n: (seen?.n ?? 0) + 1 }])
  })
})
