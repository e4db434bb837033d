import { EventEmitter } from 'node:events'

/** The ids that this process knows of topics, by name, as the latest metadata told them (KIP-516). */
const ids = new Map<string, Buffer>()
const changes = new EventEmitter().setMaxListeners(0)

/** Undefined where no broker has told one. */
export const topicIdOf = (topic: string): Buffer | undefined => ids.get(topic)

/** Takes what metadata tells. Who listens for a topic is called before anything is fetched by its new id. */
export function learnTopicId(topic: string, id: Buffer | undefined): void {
  const before = ids.get(topic)
  if (id === undefined) ids.delete(topic)
  else ids.set(topic, id)
  if (before !== undefined && (id === undefined || !before.equals(id))) changes.emit(topic)
}

/** Calls `listener` where a topic was deleted and made again; gives what ends that. */
export function onOtherTopic(topic: string, listener: () => void): () => void {
  changes.on(topic, listener)
  return () => void changes.off(topic, listener)
}
