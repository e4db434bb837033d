/** The least that a stage can cost with kafkajs: batches, parsed, written again as they were, sent by one request, committed. */
import kafkajs from 'kafkajs'

const { KAFKA_BROKERS, INPUT, OUTPUT } = process.env
const kafka = new kafkajs.Kafka({
  clientId: 'bare-hop',
  brokers: KAFKA_BROKERS.split(','),
  logLevel: kafkajs.logLevel.NOTHING,
})
const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
const consumer = kafka.consumer({ groupId: `hop to ${OUTPUT}` })
await producer.connect()
await consumer.connect()
await consumer.subscribe({ topic: INPUT, fromBeginning: true })
await consumer.run({
  partitionsConsumedConcurrently: 4,
  eachBatch: async ({ batch }) => {
    const messages = batch.messages.map(({ key, value }) => ({
      key,
      value: JSON.stringify(JSON.parse(value.toString())),
    }))
    await producer.sendBatch({ topicMessages: [{ topic: OUTPUT, messages }] })
  },
})
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
