import { afterAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { withAdmin } from '../connect/client.js'
import { createTopics } from '../connect/topics.js'
import { logIdentity, logName } from './log-identity.js'

const brokers = String(process.env['KAFKA_BROKERS']).split(',')
const topic = `identity-${randomUUID()}`
const declared = [{ topic, retentionMs: 3_600_000, maxMessageBytes: 1 << 20 }]

afterAll(() => withAdmin(brokers, (admin) => admin.deleteTopics({ topics: [topic] })))

describe('a log’s identity', () => {
  it('stays while the topic does, and changes when a topic of its name is made again', async () => {
    await createTopics(brokers, { topics: declared, partitions: 2 })
    const first = await logIdentity(brokers, topic)
    expect(first).toEqual({
      topic,
      clusterId: expect.stringMatching(/^[\w-]{22}$/),
      topicId: expect.stringMatching(/^[\w-]{22}$/),
    })
    expect(await logIdentity(brokers, topic)).toEqual(first)
    await withAdmin(brokers, (admin) => admin.deleteTopics({ topics: [topic] }))
    await createTopics(brokers, { topics: declared, partitions: 2 })
    const second = await logIdentity(brokers, topic)
    expect(second.clusterId).toBe(first.clusterId)
    expect(logName(second)).not.toBe(logName(first))
  })

  it('is not made up where the topic is not there', async () => {
    await expect(logIdentity(brokers, `absent-${randomUUID()}`)).rejects.toThrow()
  })
})
