import { setTimeout as pause } from 'node:timers/promises'
import kafkajs from 'kafkajs'
import { createTopics, declaredTopics } from '@claims-audit/event-log'
import type { TopicDeclaration } from '@claims-audit/event-log'

const LIMIT_MS = 120_000

/**
 * Every topic empty, the pipeline's and `others`, and no group that remembers how far it was: a new database knows
 * nothing of what was read for another. For a broker that has no other users meanwhile.
 */
export async function freshLog(brokers: string[], others: TopicDeclaration[] = []): Promise<void> {
  const admin = new kafkajs.Kafka({ clientId: 'fresh-log', brokers, logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  const topics = (await admin.listTopics()).filter((topic) => !topic.startsWith('__'))
  if (topics.length > 0) await admin.deleteTopics({ topics })
  await until(async () => !(await admin.listTopics()).some((topic) => topics.includes(topic)))
  await until(() => forgetGroups(admin))
  await admin.disconnect()
  await createTopics(brokers, { topics: [...declaredTopics, ...others] })
}

/** Whether none is left: a member that ended without leaving is in its group until its session has timed out. */
async function forgetGroups(admin: kafkajs.Admin): Promise<boolean> {
  const { groups } = await admin.listGroups()
  return admin.deleteGroups(groups.map(({ groupId }) => groupId)).then(
    () => true,
    () => false,
  )
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + LIMIT_MS; !(await holds()); await pause(200))
    if (Date.now() > deadline) throw new Error(`the log was not empty after ${LIMIT_MS / 1_000} s`)
}
