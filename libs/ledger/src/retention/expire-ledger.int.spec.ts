import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { DataSource } from 'typeorm'
import { actOn, auditor, judgedClaim, recordClaims } from '../../../../test/decisions/judged-claims.js'
import { freshLedger } from '../../../../test/fresh-database.js'
import {
  archiveBatch,
  archivedEvent,
  checkLedger,
  expireLedger,
  findClaim,
  findHolds,
  isWhole,
  liftHold,
  openLedger,
  placeHold,
  recordQuarantine,
  setTenantSetting,
} from '../ledger.js'

let ledger: DataSource
const privacy = { ...auditor('pia'), roles: ['compliance'] as const }
const CLAIMS = ['old', 'held', 'new'] as const
const TEXT = 'Left C6 radiculopathy'

beforeAll(async () => {
  ledger = await openLedger({ databaseUrl: await freshLedger(process.env['DATABASE_URL'] ?? '', 'expire') })
  const evidence = [{ documentId: 'D1', start: 0, end: TEXT.length, text: TEXT }]
  const claims = CLAIMS.map((claimId) => judgedClaim(claimId, 1, 'change', { evidence }))
  await recordClaims(ledger, ...claims)
  for (const claim of claims) await actOn(ledger, 'ann', 'comment', claim, { note: TEXT })
  await archiveBatch(
    ledger,
    ['t:old', 't:held', 't:new', 'other:old', 'torn'].map((key, at) => archived(key, at)),
  )
  await recordQuarantine(ledger, [quarantined('old', 90), quarantined('new', 91)], [0])
  // Of `new` a claim came today.
  for (const table of ['claim_outcome', 'archived_block']) await backdate(table)
})
afterAll(() => ledger.destroy())

function archived(key: string, at: number) {
  const [tenant, claimId] = key.split(':')
  const value = claimId === undefined ? '{torn' : JSON.stringify({ tenant, claimId, documents: [{ text: TEXT }] })
  const place = { topic: 'claims.submitted', partition: 0, offset: String(at), timestamp: String(Date.now()) }
  return { ...place, key: Buffer.from(key), value: Buffer.from(value), headers: {} }
}

function quarantined(claimId: string, offset: number) {
  const origin = { topic: 'claims.submitted', partition: 0, offset: String(offset), timestamp: '0' }
  const reason = { code: 'schema' as const, pointer: '/patient', keyword: 'required' }
  return {
    ...{ tenant: 't', claimId, origin, concludes: true, stage: 'drg', reason, attempts: 1, failedAt: origin },
    ...{ key: null, value: Buffer.from(TEXT), headers: {} },
  }
}

/** As if it had come 100 days ago, but for the claim `new`. */
const backdate = (table: string): Promise<unknown> =>
  table === 'archived_block'
    ? ledger.query(`update archived_block set last_at = now() - interval '100 days'`)
    : ledger.query(`update ${table} set recorded_at = now() - interval '100 days' where claim_id <> 'new'`)

const expire = (dryRun = false) => expireLedger(ledger, { laneOf: () => 0, by: 'ops', dryRun })
const valueAt = async (offset: number): Promise<string | undefined> =>
  (
    await archivedEvent(ledger, { epoch: 1, topic: 'claims.submitted', partition: 0, offset: String(offset) })
  )?.value?.toString()

/** Everything that any table says of a claim, as text. */
async function saidOf(claimId: string): Promise<string> {
  const tables = ['audited_claim', 'claim_correction', 'work_act', 'work_finding', 'query_act', 'provider_query']
  const rows = await Promise.all(
    tables.map((table) =>
      ledger.query(`select to_jsonb(t)::text as row from ${table} t where to_jsonb(t) ->> 'claim_id' = $1`, [claimId]),
    ),
  )
  const bytes = await ledger.query(`select convert_from(value, 'UTF8') as value from quarantine where claim_id = $1`, [
    claimId,
  ])
  return JSON.stringify([rows, bytes])
}

describe('what a tenant no longer keeps', () => {
  it('stays while the tenant has set nothing', async () => {
    expect(await expire()).toEqual({ tenants: [], unnamed: 0 })
    expect(await saidOf('old')).toContain(TEXT)
  })

  it('is counted by a dry run, which changes nothing', async () => {
    await setTenantSetting(ledger, privacy, 'retention', { documentDays: 60, resultDays: 90 })
    await placeHold(ledger, privacy, { holdId: randomUUID(), claimId: 'held', reason: 'Subpoena' })
    expect(await expire(true)).toEqual({ tenants: [{ tenant: 't', results: 1, documents: 1 }], unnamed: 1 })
    expect(await saidOf('old')).toContain(TEXT)
    expect(await valueAt(0)).toContain(TEXT)
  })

  it('goes from every table and the archive, but for claims that are held, that are newer, or another tenant’s', async () => {
    expect(await expire()).toEqual({ tenants: [{ tenant: 't', results: 1, documents: 1 }], unnamed: 1 })
    expect(await saidOf('old')).not.toContain(TEXT)
    for (const claimId of ['held', 'new']) expect(await saidOf(claimId)).toContain(TEXT)
    expect(await valueAt(0)).toBeUndefined()
    for (const offset of [1, 2, 3]) expect(await valueAt(offset)).toContain(TEXT)
    expect(await valueAt(4)).toBe('{torn')
    expect(await expire()).toEqual({ tenants: [{ tenant: 't', results: 0, documents: 0 }], unnamed: 1 })
  })

  it('leaves its outcome and digest, its verdicts, and an entry in the access log', async () => {
    expect(isWhole(await checkLedger(ledger))).toBe(true)
    const claim = await findClaim(ledger, 't', 'old')
    expect(claim).toMatchObject({
      versions: [],
      history: [{ outcome: 'quarantined' }, { outcome: 'findings' }],
      submitted: null,
    })
    expect(claim?.corrections).toMatchObject([{ kind: 'code-change', sequence: 1, evidence: [] }])
    const [outcome] = await ledger.query(
      `select content_digest as digest from claim_outcome where claim_id = 'old' and content_digest is not null`,
    )
    expect(outcome).toEqual({ digest: judgedClaim('old', 1, 'change').contentDigest })
    expect(await ledger.query(`select act, note from work_act where claim_id = 'old'`)).toEqual([
      { act: 'comment', note: null },
    ])
    expect(await ledger.query(`select person, claims from access_log where act = 'expire'`)).toEqual([
      { person: 'ops', claims: ['old'] },
      { person: 'ops', claims: ['old'] },
    ])
  })

  it('is known all the same: what comes again is a duplicate, and a newer version takes back what was asked', async () => {
    await recordClaims(ledger, judgedClaim('old', 1, 'change'))
    const outcomes = (await findClaim(ledger, 't', 'old'))?.history.map(({ outcome }) => outcome)
    expect(outcomes?.sort()).toEqual(['duplicate', 'findings', 'quarantined'])
    await recordClaims(ledger, judgedClaim('old', 2, 'clean'))
    expect((await findClaim(ledger, 't', 'old'))?.corrections.map(({ kind }) => kind)).toEqual([
      'code-change',
      'withdraw',
    ])
    expect(isWhole(await checkLedger(ledger))).toBe(true)
  })
})

describe('a legal hold', () => {
  it('is placed once, and nothing expires until each on the claim is lifted', async () => {
    const [first] = await findHolds(ledger, privacy, { claimId: 'held', all: false, limit: 10 })
    const holdId = randomUUID()
    const hold = { holdId, claimId: 'held', reason: 'Second case' }
    const placed = await placeHold(ledger, privacy, hold)
    expect(await placeHold(ledger, privacy, hold)).toEqual(placed)
    expect(await placeHold(ledger, privacy, { ...hold, claimId: 'new' })).toBeUndefined()
    await liftHold(ledger, privacy, { holdId: first?.holdId ?? '', reason: 'Closed' })
    expect((await expire()).tenants).toEqual([{ tenant: 't', results: 0, documents: 0 }])
    expect(await liftHold(ledger, { ...privacy, tenant: 'other' }, { holdId, reason: 'Mine' })).toBeUndefined()
    await liftHold(ledger, privacy, { holdId, reason: 'Closed too' })
    expect(await liftHold(ledger, privacy, { holdId, reason: 'Again' })).toMatchObject({
      lifted: { by: 'pia', reason: 'Closed too' },
    })
    expect((await expire()).tenants).toEqual([{ tenant: 't', results: 1, documents: 1 }])
    expect(await findHolds(ledger, privacy, { claimId: 'held', all: false, limit: 10 })).toEqual([])
    expect(await findHolds(ledger, privacy, { claimId: null, all: true, limit: 10 })).toHaveLength(2)
  })
})
