import { Partitioners, type PartitionMetadata } from 'kafkajs'

/** Lanes are as many as a deployment's partitions, so a partition's claims fall into lanes that no other partition has. */
const LANES: PartitionMetadata[] = Array.from({ length: 64 }, (_, partitionId) => ({ partitionErrorCode: 0, partitionId, leader: 0, replicas: [], isr: [] }))

const partitioner = Partitioners.DefaultPartitioner()

/** The lane (0 to 63) of a message key: by murmur2, like the partition itself, so that who writes for two partitions never waits for the same lane. */
export const laneOf = (key: string): number => partitioner({ topic: '', partitionMetadata: LANES, message: { key, value: null } })
