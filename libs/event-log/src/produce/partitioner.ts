import { Partitioners, type ICustomPartitioner } from 'kafkajs'

const SEED = 0x9747b28c
const MIX = 0x5bd1e995

/**
 * 32-bit murmur2 as Java's client has it (org.apache.kafka.common.utils.Utils.murmur2). kafkajs reckons the same in
 * 64-bit objects, for every message of every stage.
 */
function murmur2(data: Uint8Array): number {
  const whole = data.length & ~3
  const at = (index: number, shift: number): number => (data[index] as number) << shift
  let hash = SEED ^ data.length
  for (let from = 0; from < whole; from += 4) {
    const word = Math.imul(at(from, 0) | at(from + 1, 8) | at(from + 2, 16) | at(from + 3, 24), MIX)
    hash = Math.imul(hash, MIX) ^ Math.imul(word ^ (word >>> 24), MIX)
  }
  for (let left = data.length - 1; left >= whole; left -= 1) hash ^= at(left, 8 * (left - whole))
  if (whole < data.length) hash = Math.imul(hash, MIX)
  hash = Math.imul(hash ^ (hash >>> 13), MIX)
  return hash ^ (hash >>> 15)
}

/** Which of so many partitions a key belongs to, no matter who sends it: Java's clients and kafkajs agree. */
export const partitionOf = (key: string | Uint8Array, partitions: number): number =>
  (murmur2(typeof key === 'string' ? Buffer.from(key) : key) & 0x7fffffff) % partitions

/** kafkajs's own, but for how a key is hashed. */
export const byKey: ICustomPartitioner = () => {
  const withoutKey = Partitioners.DefaultPartitioner()
  return (asked) => {
    const { key, partition } = asked.message
    return key == null || partition != null ? withoutKey(asked) : partitionOf(key, asked.partitionMetadata.length)
  }
}
