import { nameUuids } from '@claims-audit/contracts'
import type { Origin } from './origin.js'

/** Names our event ids apart from everybody else's version 5 UUIDs. */
const idOf = nameUuids('5f1c8b3e-6d0a-4b57-9c52-0e7f3a9d4c21')

/**
 * The id of an event that a stage derives: the same each time the stage handles the same submitted event again.
 * `part` tells several events of one type and origin apart.
 */
export function eventId(type: string, origin: Origin, part = ''): string {
  const { topic, partition, offset, timestamp, log } = origin
  // The same position in another log, or with another timestamp, is another event. What an older release sent names no
  // log.
  const place = [type, topic, partition, offset, part, ...(log === undefined ? [] : [log, timestamp])]
  return idOf(place.join('\0'))
}
