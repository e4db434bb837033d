import { randomUUID } from 'node:crypto'
import kafkajs from 'kafkajs'
import { TOPICS, typeOf } from '@claims-audit/contracts'
import { asMessage } from '@claims-audit/event-log'

/** Sets one setting of a topic. */
export async function setTopic(brokers: string[], topic: string, name: string, value: string): Promise<void> {
  const admin = new kafkajs.Kafka({ clientId: 'faults', brokers, logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  try {
    await admin.alterConfigs({ validateOnly: false, resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configEntries: [{ name: 'retention.ms', value: '3600000' }, { name, value }] }] })
  } finally {
    await admin.disconnect()
  }
}

/** An event larger than any claim, which the broker's limit does not see: it counts compressed bytes. */
export async function sendOversized(brokers: string[]): Promise<void> {
  const producer = new kafkajs.Kafka({ clientId: 'faults', brokers, logLevel: kafkajs.logLevel.NOTHING }).producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  await producer.connect()
  const id = randomUUID()
  const event = { topic: TOPICS.submitted, key: `synthetic:${id}`, type: typeOf(TOPICS.submitted), id, value: `{"claimId":"${id}","padding":"${'x'.repeat(5_000_000)}"}` }
  await producer.send({ topic: event.topic, compression: kafkajs.CompressionTypes.GZIP, messages: [asMessage(event, '/faults', new Date().toISOString())] })
  await producer.disconnect()
}
