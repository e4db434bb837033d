import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { settle } from '@claims-audit/audit'
import type { Outcome, Settlement } from '@claims-audit/audit'
import type { DataSource } from 'typeorm'
import { freshLedger } from '../../../../test/fresh-database.js'
import { resultOf } from '../../../../test/protocol/claims.js'
import { checkLedger, detachMonth, findClaim, findFindings, isWhole, openLedger, recordBatch } from '../ledger.js'

let ledger: DataSource
let offset = 0

beforeAll(async () => {
  ledger = await openLedger({ databaseUrl: await freshLedger(process.env['DATABASE_URL'] ?? '', 'months') })
  for (const claimId of ['A', 'B']) await record(claimId, 1)
  await ledger.query(`select make_claim_month('2025-03-01')`)
  for (const table of ['audited_claim', 'work_finding'])
    await ledger.query(`update ${table} set recorded_at = '2025-03-31T23:59:59Z' where claim_id = 'A'`)
  await ledger.query(
    `update work_code c set recorded_at = f.recorded_at from work_finding f where (f.finding_id, f.revision) = (c.finding_id, c.revision)`,
  )
})
afterAll(() => ledger.destroy())

async function record(claimId: string, version: number): Promise<Settlement> {
  const made = resultOf({ claimId, version, revision: 0, content: 'both', poisoned: false })
  const findings = made.findings.map((finding, n) => ({
    ...finding,
    findingId: `00000000-0000-5000-8000-${claimId.charCodeAt(0)}${version}${n}`.padEnd(36, '0'),
  }))
  offset += 1
  const origin = { topic: 't', partition: 0, offset: String(offset), timestamp: '0' }
  const arrivals = [{ origin, result: { ...made, findings } }]
  return recordBatch(ledger, { claims: [{ tenant: 't', claimId }], origins: [origin], lanes: [0] }, (known) =>
    settle(arrivals, known),
  )
}

const outcomes = ({ outcomes: rows }: Settlement): Outcome[] => rows.map(({ outcome }) => outcome)
const listed = async (): Promise<string[]> =>
  (await findFindings(ledger, {}, { limit: 50, sort: 'claimId', descending: false })).items.map(
    ({ claimId, claimVersion, status }) => `${claimId}${claimVersion} ${status}`,
  )

describe('a month of results', () => {
  it('leaves the ledger as a table of its own, once it is over', async () => {
    expect(await listed()).toEqual(['A1 open', 'A1 open', 'B1 open', 'B1 open'])
    for (const month of [new Date().toISOString().slice(0, 7), '2024-01'])
      await expect(detachMonth(ledger, month)).rejects.toThrow('is no past month of the ledger')
    expect(await detachMonth(ledger, '2025-03')).toEqual({ table: 'audited_claim_2025_03', findings: 2 })
    expect(await ledger.query('select claim_id, version from audited_claim_2025_03')).toEqual([
      { claim_id: 'A', version: 1 },
    ])
    expect(await listed()).toEqual(['B1 open', 'B1 open'])
    expect(isWhole(await checkLedger(ledger))).toBe(true)
  })

  it('is remembered all the same: what comes again is a duplicate, what is newer takes back what was asked', async () => {
    expect(outcomes(await record('A', 1))).toEqual(['duplicate'])
    const { corrections } = await record('A', 2)
    expect(corrections.map(({ event }) => `${event.sequence} ${event.kind}`)).toEqual([
      '3 withdraw',
      '4 withdraw',
      '5 provider-query',
      '6 code-change',
    ])
    const claim = await findClaim(ledger, 't', 'A')
    expect(claim?.versions.map(({ claimVersion }) => claimVersion)).toEqual([2])
    expect(claim?.history).toHaveLength(3)
    expect(await listed()).toEqual(['A2 open', 'A2 open', 'B1 open', 'B1 open'])
    expect(isWhole(await checkLedger(ledger))).toBe(true)
  })
})
