import { partitionOf } from '../produce/partitioner.js'

/** As many as a deployment's partitions, so a partition's claims fall into lanes that no other partition has. */
const LANES = 64

/**
 * The lane (0 to 63) of a message key: by the same hash as the partition, so that who writes for two partitions never
 * waits for the same lane.
 */
export const laneOf = (key: string): number => partitionOf(key, LANES)
