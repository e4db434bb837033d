/**
 * `node examples/sender/typescript/consume.ts BROKERS STORE.sqlite`: takes corrections, and sends the versions that
 * they lead to. `BROKERS` are addresses with commas in between. Ends on SIGTERM and Ctrl-C.
 */
import kafkajs from 'kafkajs'
import { TOPICS, claimKey, isCorrection } from '@claims-audit/contracts'
import { Sender } from './sender.ts'
import type { Taken } from './sender.ts'

export interface Consuming {
  stop(): Promise<void>
}

/** `told`: what became of each correction. */
export async function consume(
  brokers: string[],
  sender: Sender,
  told: (claimId: string, taken: Taken) => void = () => undefined,
): Promise<Consuming> {
  const kafka = new kafkajs.Kafka({ brokers, clientId: 'sender', logLevel: kafkajs.logLevel.ERROR })
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  const consumer = kafka.consumer({ groupId: 'sender-corrections' })
  await Promise.all([producer.connect(), consumer.connect()])
  const send = async (): Promise<void> => {
    for (const claim of sender.unsent()) {
      const message = { key: claimKey(claim.tenant, claim.claimId), value: claim.body }
      await producer.send({ topic: TOPICS.submitted, acks: -1, messages: [message] })
      sender.sent(claim)
    }
  }
  // What a process that was killed had not sent.
  await send()
  await consumer.subscribe({ topic: TOPICS.corrections, fromBeginning: true })
  // The offset is committed once this returns: what was taken before a crash comes again, and is `repeated`.
  await consumer.run({
    eachMessage: async ({ message }) => {
      const correction: unknown = message.value === null ? null : JSON.parse(message.value.toString())
      if (!isCorrection(correction)) throw new Error('not a correction by contracts/schemas/claims.correction.v1')
      told(correction.claimId, sender.take(correction))
      await send()
    },
  })
  return {
    stop: async () => {
      await consumer.disconnect()
      await producer.disconnect()
    },
  }
}

if (process.argv[1] === import.meta.filename) {
  const [brokers, path] = process.argv.slice(2)
  if (brokers === undefined || path === undefined) {
    console.error('usage: node examples/sender/typescript/consume.ts BROKERS STORE.sqlite')
    process.exit(2)
  }
  const running = await consume(brokers.split(','), new Sender(path), (claimId, taken) => console.log(claimId, taken))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.stop())
}
