import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createPartitionMakers, dropPartitionMakers } from '../tables/partition-makers.js'

/** Services need not own the tables: the partitions that they need are made by functions of the owner. */
export class PartitionMakers7 implements MigrationInterface {
  readonly name = 'PartitionMakers1700000000007'

  async up(runner: QueryRunner): Promise<void> {
    await createPartitionMakers(runner)
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropPartitionMakers(runner)
  }
}
