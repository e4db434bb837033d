import { createHash } from 'node:crypto'
import type { Origin } from './event.js'

/** Names our event ids apart from everybody else's version 5 UUIDs. */
const NAMESPACE = '5f1c8b3e-6d0a-4b57-9c52-0e7f3a9d4c21'

/** RFC 9562 version 5: the same UUID for the same namespace and name, always. */
export function uuidV5(namespace: string, name: string): string {
  const hash = createHash('sha1').update(Buffer.from(namespace.replaceAll('-', ''), 'hex')).update(name).digest()
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/**
 * The id of an event that a stage derives: the same each time the stage handles the same submitted event again.
 * `part` tells several events of one type and origin apart.
 */
export function eventId(type: string, origin: Origin, part = ''): string {
  return uuidV5(NAMESPACE, [type, origin.topic, origin.partition, origin.offset, part].join('\0'))
}
