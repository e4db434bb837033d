import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { settle } from '@claims-audit/audit'
import type { Arrival } from '@claims-audit/audit'
import type { DataSource } from 'typeorm'
import {
  archiveBatch,
  asTenant,
  checkLedger,
  findClaim,
  findFindings,
  isWhole,
  openLedger,
  recordBatch,
} from '../ledger.js'
import { judgedClaim } from '../../../../test/decisions/judged-claims.js'
import { freshLedger } from '../../../../test/fresh-database.js'
import { voidedOf } from '../../../../test/protocol/claims.js'

let ledger: DataSource

beforeAll(async () => {
  ledger = await openLedger({ databaseUrl: await freshLedger(process.env['DATABASE_URL'] ?? '', 'voids'), byKey: true })
})
afterAll(() => ledger.destroy())

const topic = 'claims.submitted'
const origin = (offset: number) => ({ topic, partition: 0, offset: String(offset), timestamp: '1767225600000' })
const arrival = (offset: number, claimId: string, version: number, content: string): Arrival => ({
  origin: origin(offset),
  result: judgedClaim(claimId, version, content),
})
const record = (arrivals: Arrival[]) =>
  recordBatch(
    ledger,
    { claims: arrivals.map(({ result }) => result), origins: arrivals.map((each) => each.origin), lanes: [0] },
    (known) => settle(arrivals, known),
  )

describe('a void', () => {
  const voiding = (offset: number, claimId: string, version: number): Arrival => ({
    origin: origin(offset),
    result: voidedOf({ claimId, version, revision: 0, content: 'void', poisoned: false }),
  })
  const active = async (claimId: string): Promise<number> =>
    (await findFindings(ledger, { claimId, status: 'open' }, { limit: 9, sort: 'rule', descending: false })).items
      .length

  it('closes what is open and withdraws what stands; a later version is audited again', async () => {
    await record([arrival(0, 'V', 1, 'both')])
    expect(await active('V')).toBe(2)
    await record([voiding(1, 'V', 2)])
    expect(await active('V')).toBe(0)
    const voided = await findClaim(ledger, 't', 'V')
    expect(voided?.versions.flatMap(({ findings }) => findings.map(({ status }) => status))).toEqual([
      'superseded',
      'superseded',
    ])
    expect(voided?.corrections.map((row) => [row.sequence, row.kind, row.expectedClaimVersion])).toEqual([
      [1, 'provider-query', 1],
      [2, 'code-change', 1],
      [3, 'withdraw', 2],
      [4, 'withdraw', 2],
    ])
    expect(await ledger.query(`select event from outbox where key = 't:V'`)).toHaveLength(4)
    await record([voiding(2, 'V', 2), arrival(3, 'V', 3, 'query')])
    expect(await active('V')).toBe(1)
    const again = await findClaim(ledger, 't', 'V')
    expect(again?.history.map(({ outcome }) => outcome)).toEqual(['findings', 'duplicate', 'voided', 'findings'])
    expect(isWhole(await checkLedger(ledger))).toBe(true)
  })

  it('of a claim that is not known withdraws nothing, and an older version that comes after it is superseded', async () => {
    await record([voiding(4, 'W', 2), arrival(5, 'W', 1, 'both')])
    await record([arrival(6, 'W', 1, 'both')])
    const claim = await findClaim(ledger, 't', 'W')
    expect([claim?.corrections, await active('W')]).toEqual([[], 0])
    expect(claim?.history.map(({ outcome }) => outcome)).toEqual(['duplicate', 'superseded', 'voided'])
    expect(isWhole(await checkLedger(ledger))).toBe(true)
  })

  it('leaves the claim as it was last archived to be read', async () => {
    const event = (offset: string, value: object) => ({
      ...{ topic, partition: 0, log: undefined, offset, timestamp: '1767225600000', key: null, headers: {} },
      value: Buffer.from(JSON.stringify(value)),
    })
    const claim = { tenant: 't', claimId: 'X', claimType: 'professional' }
    await archiveBatch(ledger, [event('7', claim), event('8', { tenant: 't', claimId: 'X', version: 2 })])
    await record([arrival(7, 'X', 1, 'clean'), voiding(8, 'X', 2)])
    const asked = { tenant: 't', person: 'ann', facilities: null }
    const found = await asTenant(ledger, asked, (session) => findClaim(session, 't', 'X'))
    expect(found?.submitted).toEqual(claim)
  })
})
