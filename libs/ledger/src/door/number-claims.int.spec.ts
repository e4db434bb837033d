import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { settle } from '@claims-audit/audit'
import { laneOf } from '@claims-audit/event-log'
import type { DataSource } from 'typeorm'
import { freshLedger } from '../../../../test/fresh-database.js'
import { resultOf } from '../../../../test/protocol/claims.js'
import { numberClaims, openLedger, recordBatch } from '../ledger.js'
import type { NumberedClaim, UnnumberedClaim } from '../ledger.js'

/** Two doors, each with its own connections. */
let [one, other]: DataSource[] = []

beforeAll(async () => {
  const databaseUrl = await freshLedger(process.env['DATABASE_URL'] ?? '', 'numbers')
  ;[one, other] = [await openLedger({ databaseUrl, byKey: true }), await openLedger({ databaseUrl, byKey: true })]
})
afterAll(() => Promise.all([one?.destroy(), other?.destroy()]))
beforeEach(() => one?.query('truncate claim_version'))

const sha = (content: string): string => `sha256:${Buffer.from(content).toString('hex').padEnd(64, '0')}`
const claim = (claimId: string, content: string, more: Partial<UnnumberedClaim> = {}): UnnumberedClaim => ({
  tenant: 'north',
  claimId,
  replaces: [],
  payer: undefined,
  digest: sha(content),
  least: 1,
  digestAs: (id, version) => sha(`${content} ${id} ${version}`),
  ...more,
})
const numbered = (door: DataSource | undefined, ...claims: UnnumberedClaim[]): Promise<NumberedClaim[]> =>
  numberClaims(door as DataSource, claims, laneOf)
const versions = async (door: DataSource | undefined, ...claims: UnnumberedClaim[]): Promise<number[]> =>
  (await numbered(door, ...claims)).map(({ version }) => version)

describe('claims that two doors number', () => {
  it('have the versions that they had, whichever door they come to', async () => {
    expect(await versions(one, claim('A', 'x'), claim('B', 'x'), claim('A', 'y'))).toEqual([1, 1, 2])
    expect(await versions(other, claim('A', 'y'), claim('A', 'x'), claim('A', 'z'))).toEqual([2, 1, 3])
    expect(await versions(one, claim('A', 'x', { tenant: 'south' }))).toEqual([1])
  })

  it('at once are numbered once: equal contents alike, different ones differently', async () => {
    const contents = Array.from({ length: 40 }, (_, at) => `${at % 10}`)
    const given = await Promise.all(
      contents.map(async (content, at) => {
        const [version] = await versions(at % 2 === 0 ? one : other, claim('A', content))
        return `${content} ${version}`
      }),
    )
    const distinct = [...new Set(given)]
    expect(distinct).toHaveLength(10)
    expect(distinct.map((each) => Number(each.split(' ')[1])).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 10 }, (_, at) => at + 1),
    )
  })

  it('in batches that cross never wait for each other for ever', async () => {
    const names = Array.from({ length: 60 }, (_, at) => `X${at}`)
    const batches = Array.from({ length: 8 }, (_, at) => (at % 2 === 0 ? names : names.toReversed()))
    const all = await Promise.all(
      batches.map((batch, at) =>
        versions(at % 2 === 0 ? one : other, ...batch.map((name) => claim(name, at < 4 ? 'x' : 'y'))),
      ),
    )
    for (const name of names)
      expect(new Set(batches.map((batch, at) => `${at < 4} ${all[at]?.[batch.indexOf(name)]}`)).size).toBe(2)
  })
})

describe('claims that the ledger has', () => {
  const record = (claimId: string, version: number, contentDigest: string, offset: number) => {
    const result = {
      ...resultOf({ claimId, version, revision: 0, content: 'clean', poisoned: false }),
      tenant: 'north',
    }
    const origin = { topic: 'claims.submitted', partition: 0, offset: String(offset), timestamp: '1767225600000' }
    const arrival = { origin, result: { ...result, contentDigest } }
    return recordBatch(one as DataSource, { claims: [arrival.result], origins: [origin], lanes: [0] }, (known) =>
      settle([arrival], known),
    )
  }

  it('are never numbered below what it has', async () => {
    await record('L', 4, sha('of another sender'), 1)
    expect(await versions(one, claim('L', 'x'), claim('L', 'x'), claim('L', 'y'))).toEqual([5, 5, 6])
  })

  it('are numbered as it has them where the content is the same', async () => {
    await record('M', 3, sha('x M 3'), 2)
    expect(await versions(one, claim('M', 'x'), claim('M', 'y'), claim('M', 'x'))).toEqual([3, 4, 3])
  })
})

describe('a replacement under an account number of its own', () => {
  const payer = { id: 'BLUE', claimNumber: 'ICN-1' }
  const replacement = (claimId: string, content: string, of = payer): UnnumberedClaim =>
    claim(claimId, content, { replaces: [claimId], payer: of })

  it('is a version of the claim that carried the payer’s number, of the same payer', async () => {
    await numbered(one, replacement('R1', 'x'))
    expect(await numbered(other, replacement('R2', 'y'))).toEqual([{ claimId: 'R1', version: 2 }])
    expect(await numbered(one, replacement('R3', 'y', { ...payer, id: 'GREEN' }))).toEqual([
      { claimId: 'R3', version: 1 },
    ])
  })

  it('is by itself where several claims carried the number', async () => {
    await numbered(one, replacement('S1', 'x'), replacement('S2', 'y'))
    expect(await numbered(one, replacement('S3', 'z'))).toEqual([{ claimId: 'S3', version: 1 }])
  })
})
