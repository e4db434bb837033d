import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import './produce-request.js'

type Request = (asked: object) => { encode(): Promise<{ buffer: Buffer }> }

const ours = createRequire(import.meta.url)('kafkajs/src/protocol/requests/produce/v7/request') as Request

/** In a process of its own, where nothing has taken its modules' places. */
const KAFKAJS = `
const request = require('kafkajs/src/protocol/requests/produce/v7/request')
const cases = JSON.parse(require('fs').readFileSync(0, 'utf8'), (_, held) => (held?.type === 'Buffer' ? Buffer.from(held.data) : held))
Promise.all(cases.map(async (asked) => (await request(asked).encode()).buffer.toString('hex'))).then((all) => process.stdout.write(JSON.stringify(all)))
`
const byKafkajs = (cases: object[]): string[] =>
  JSON.parse(
    execFileSync(process.execPath, ['-e', KAFKAJS], {
      cwd: import.meta.dirname,
      input: JSON.stringify(cases),
      maxBuffer: 1 << 26,
    }).toString(),
  ) as string[]
const byUs = (cases: object[]): Promise<string[]> =>
  Promise.all(cases.map(async (asked) => (await ours(asked).encode()).buffer.toString('hex')))

const seed = Date.now() % 1_000_000

describe(`a produce request (seed ${seed})`, () => {
  it('is, byte for byte, what kafkajs writes', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((each) => each.isWellFormed())
    const field = fc.oneof(
      text,
      fc.constant(null),
      fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes)),
    )
    const message = fc.record({
      key: field,
      value: field,
      timestamp: fc.integer({ min: 1_700_000_000_000, max: 1_700_000_009_999 }).map(String),
      headers: fc.dictionary(text, text, { maxKeys: 4 }),
    })
    const partition = fc.record({ partition: fc.nat(63), messages: fc.array(message, { minLength: 1, maxLength: 5 }) })
    const topic = fc.record({
      topic: fc.constantFrom('claims.validated', 'claims.audited'),
      partitions: fc.array(partition, { minLength: 1, maxLength: 3 }),
    })
    const cases = fc.sample(
      fc.record({
        acks: fc.constantFrom(-1, 1),
        timeout: fc.nat(60_000),
        topicData: fc.array(topic, { maxLength: 2 }),
      }),
      { seed, numRuns: 200 },
    )
    expect(await byUs(cases)).toEqual(byKafkajs(cases))
  })

  it('that is compressed, in a transaction or by an idempotent producer is left to kafkajs', async () => {
    const asked = {
      acks: -1,
      timeout: 30_000,
      topicData: [
        {
          topic: 't',
          partitions: [{ partition: 0, messages: [{ key: 'k', value: 'v', timestamp: '1700000000000' }] }],
        },
      ],
    }
    const cases = [
      { ...asked, compression: 1 },
      { ...asked, transactionalId: 'tx', producerEpoch: 1 },
      { ...asked, producerId: 77, producerEpoch: 3 },
    ]
    expect(await byUs(cases)).toEqual(byKafkajs(cases))
  })
})
