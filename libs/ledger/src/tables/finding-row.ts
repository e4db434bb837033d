import type { Finding } from '@claims-audit/contracts'
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm'
import type { Relation } from 'typeorm'
import { ResultRow } from './result-row.js'

/** One finding of one result. Never updated: whether it is superseded follows from the results beside its own. */
@Entity('finding')
export class FindingRow {
  @PrimaryColumn('text') tenant!: string
  @PrimaryColumn('text', { name: 'claim_id' }) claimId!: string
  @PrimaryColumn('int') run!: number
  @PrimaryColumn('int') version!: number
  @PrimaryColumn('int') revision!: number
  @PrimaryColumn('uuid', { name: 'finding_id' }) findingId!: string
  /** Its place among the result's findings. */
  @Column('int') ordinal!: number
  @Column('text', { name: 'rule_id' }) ruleId!: string
  @Column('text') severity!: Finding['severity']
  @Column('text') action!: Finding['action']
  @Column('text', { array: true }) codes!: string[]
  @Column('text', { name: 'finding_digest' }) findingDigest!: string
  @Column('text', { name: 'rule_set' }) ruleSet!: string
  @Column('jsonb') body!: Finding
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt!: Date

  @ManyToOne(() => ResultRow)
  @JoinColumn([
    { name: 'tenant', referencedColumnName: 'tenant' },
    { name: 'claim_id', referencedColumnName: 'claimId' },
    { name: 'run', referencedColumnName: 'run' },
    { name: 'version', referencedColumnName: 'version' },
    { name: 'revision', referencedColumnName: 'revision' },
  ])
  result!: Relation<ResultRow>
}
