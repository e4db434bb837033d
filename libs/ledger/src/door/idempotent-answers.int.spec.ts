import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { DataSource } from 'typeorm'
import { freshLedger } from '../../../../test/fresh-database.js'
import { endKey, forgetKeys, openLedger, takeKey } from '../ledger.js'
import type { KeyTaken } from '../ledger.js'

let ledger: DataSource

beforeAll(async () => {
  ledger = await openLedger({ databaseUrl: await freshLedger(process.env['DATABASE_URL'] ?? '', 'keys'), poolSize: 10 })
})
afterAll(() => ledger.destroy())

const HOUR = 3_600_000
const LIMITS = { leaseMs: HOUR, keptMs: 24 * HOUR }
const ANSWER = { status: 202, contentType: 'application/json', body: Buffer.from('{"id":"1"}') }
const request = (key: string, body = 'a', sender = 'one') => ({ sender, key, fingerprint: Buffer.from(body) })
const take = (key: string, body?: string, limits = LIMITS): Promise<KeyTaken> =>
  takeKey(ledger, request(key, body), limits)
/** As if it had been taken so long ago. */
const age = (key: string, ms: number): Promise<unknown> =>
  ledger.query('update idempotent_answer set taken_at = now() - make_interval(secs => $2) where key = $1', [
    key,
    ms / 1_000,
  ])

it('a key is taken by one of many at once, and its answer given to the others', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => take('many')))
  expect(all.toSorted()).toEqual([...Array.from({ length: 19 }, () => 'busy'), 'first'])
  await endKey(ledger, request('many'), ANSWER)
  expect(await take('many')).toEqual(ANSWER)
  expect(await take('many', 'b')).toBe('other')
})

it('a key is its sender’s own', async () => {
  expect(await take('own')).toBe('first')
  expect(await takeKey(ledger, request('own', 'b', 'two'), LIMITS)).toBe('first')
})

it('a key without an answer is free again: at once where it failed, later where its process died', async () => {
  expect(await take('failed')).toBe('first')
  await endKey(ledger, request('failed'), undefined)
  expect(await take('failed')).toBe('first')
  await age('failed', 2 * HOUR)
  expect(await take('failed', 'b')).toBe('other')
  expect(await take('failed')).toBe('first')
  expect(await take('failed')).toBe('busy')
})

it('an answer is forgotten after its time', async () => {
  for (const key of ['old', 'older']) {
    await take(key)
    await endKey(ledger, request(key), ANSWER)
    await age(key, 25 * HOUR)
  }
  expect(await take('old', 'b')).toBe('first')
  await forgetKeys(ledger, LIMITS.keptMs)
  const left: { key: string }[] = await ledger.query(`select key from idempotent_answer where key like 'old%'`)
  expect(left.map(({ key }) => key)).toEqual(['old'])
})
