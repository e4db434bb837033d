import { randomUUID } from 'node:crypto'
import { openKafka, withAdmin, type Cluster, type Log } from '../connect/client.js'
import { received, type Received } from '../event/event.js'
import { logRange } from './offsets.js'

/** A reading that goes on until it is stopped. */
export interface Tail {
  stop(): Promise<void>
}

/**
 * Gives a topic's events to `onEvent`, one after the other within a partition, from the beginning or from now on; what
 * is published after this has resolved is not missed. Takes part in no stage's group and leaves no offsets behind.
 */
export async function tail(
  cluster: Cluster,
  topic: string,
  o: { fromBeginning: boolean; log?: Log },
  onEvent: (event: Received) => void | Promise<void>,
): Promise<Tail> {
  return read(cluster, topic, o, async (events) => {
    for (const event of events) await onEvent(event)
  })
}

/**
 * All events that a topic holds now: in order within a partition, partition after partition. A batch that could not be
 * read is one, `unreadable`. For short topics.
 */
export async function readAll(cluster: Cluster, topic: string, o: { log?: Log } = {}): Promise<Received[]> {
  const ranges = await logRange(cluster, topic)
  const open = new Map(
    ranges.filter(({ low, high }) => low !== high).map(({ partition, high }) => [partition, BigInt(high)]),
  )
  const found: Received[] = []
  if (open.size === 0) return found
  const end = Promise.withResolvers<void>()
  const reading = await read(cluster, topic, { fromBeginning: true, ...o }, (events, partition, last) => {
    const high = open.get(partition)
    if (high === undefined) return
    // Spread as arguments, a hundred thousand events overflow the stack.
    for (const event of events) if (BigInt(event.offset) < high) found.push(event)
    if (BigInt(last) + 1n >= high) open.delete(partition)
    if (open.size === 0) end.resolve()
  })
  await end.promise
  await reading.stop()
  return found.sort((a, b) => a.partition - b.partition || Number(BigInt(a.offset) - BigInt(b.offset)))
}

type OnBatch = (events: Received[], partition: number, lastOffset: string) => void | Promise<void>

async function read(
  cluster: Cluster,
  topic: string,
  o: { fromBeginning: boolean; log?: Log },
  onBatch: OnBatch,
): Promise<Tail> {
  const { log = () => undefined } = o
  // kafkajs reads in groups only; this one is ours alone, and is deleted at the end.
  const groupId = `claims-audit-read-${randomUUID()}`
  const consumer = openKafka(cluster, groupId, log).consumer({
    groupId,
    maxWaitTimeInMs: 100,
    allowAutoTopicCreation: false,
  })
  const ready = Promise.withResolvers<void>()
  // With the first fetch the positions are fixed.
  consumer.on(consumer.events.FETCH, () => ready.resolve())
  // After an error that passes, as from a coordinator that is still loading, kafkajs starts again by itself.
  consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || ready.reject(payload.error))
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: o.fromBeginning })
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      const events = batch.messages.map((message) => received(topic, batch.partition, message))
      await onBatch(events, batch.partition, batch.lastOffset())
    },
  })
  await ready.promise
  return {
    async stop() {
      await consumer.disconnect()
      await withAdmin(cluster, (admin) => admin.deleteGroups([groupId]), log)
    },
  }
}
