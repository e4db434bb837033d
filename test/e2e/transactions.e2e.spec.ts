import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { TOPICS, claimKey } from '@claims-audit/contracts'
import type { ScreenedClaim } from '@claims-audit/contracts'
import kafkajs from 'kafkajs'
import type { Producer } from 'kafkajs'
import { freshLog } from '../fresh-log.js'
import { brokers, startRunning, watchScreened } from './running.js'
import type { Running, Watch } from './running.js'
import { syntheticClaims } from './synthetic-claims.js'

/** All on one partition, so that what follows a transaction comes behind it. */
const partition = 0
const [first, aborted, last] = [...syntheticClaims(3, 20260104, 'transaction')]
const messageOf = (claim: typeof first) => ({
  key: claimKey('synthetic', claim?.claimId ?? ''),
  value: JSON.stringify(claim),
  partition,
})

let running: Running
let producer: Producer
let screened: Watch<ScreenedClaim>

beforeAll(async () => {
  await freshLog(brokers)
  running = await startRunning(false)
  screened = await watchScreened()
  const kafka = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING })
  const createPartitioner = kafkajs.Partitioners.DefaultPartitioner
  producer = kafka.producer({
    transactionalId: 'upstream',
    maxInFlightRequests: 1,
    idempotent: true,
    createPartitioner,
  })
  await producer.connect()
}, 120_000)

afterAll(async () => {
  await Promise.all([producer.disconnect(), screened.stop()])
  await running.pipeline.stop()
}, 60_000)

interface Account {
  partition: number
  terminal: number
  open: object[]
  missing: { first: string; last: string }[]
  accounted: object[]
}

/** Once nothing is on its way any more. */
async function reconciled(): Promise<{ code: number; err: string; account: Account }> {
  for (;;) {
    const { code, out, err } = await running.cli('reconcile')
    const accounts = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Account)
    const account = accounts.find((each) => each.partition === partition)
    if (account !== undefined && accounts.every(({ open }) => open.length === 0)) return { code, err, account }
  }
}

async function inTransaction(claim: typeof first, end: 'commit' | 'abort'): Promise<void> {
  const transaction = await producer.transaction()
  await transaction.send({ topic: TOPICS.submitted, messages: [messageOf(claim)] })
  await transaction[end]()
}

it('offsets of transactions are missing until a person acknowledges them; what was aborted is never audited', async () => {
  await inTransaction(first, 'commit')
  await inTransaction(aborted, 'abort')
  await inTransaction(last, 'commit')
  await screened.until((event) => event?.claimId === last?.claimId)

  const before = await reconciled()
  // The mark that commits, the aborted event, the mark that aborts; what follows the last event is still to come.
  expect([before.code, before.account.terminal, before.account.missing[0]]).toEqual([1, 2, { first: '1', last: '3' }])
  expect(before.err).toContain('acknowledge PARTITION FIRST LAST')
  const tried = await running.cli('resubmit', '--missing')
  expect([tried.code, JSON.parse(tried.out)]).toMatchObject([1, { sent: [], gone: before.account.missing }])

  for (const { first: from, last: to } of before.account.missing) {
    const { code } = await running.cli('acknowledge', String(partition), from, to, '--note', 'an aborted transaction')
    expect(code).toBe(0)
  }
  const after = await reconciled()
  expect([after.code, after.err, after.account.missing]).toEqual([0, '', []])
  expect(after.account.accounted).toEqual(before.account.missing)
  const answer = await fetch(`http://127.0.0.1:${running.ports.api}/v1/claims/synthetic/${aborted?.claimId}`)
  expect(answer.status).toBe(404)
}, 120_000)
