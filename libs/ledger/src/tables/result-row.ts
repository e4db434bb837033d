import type { AppliedEditions, CodeSupport, DrgAudit } from '@claims-audit/contracts'
import { Column, Entity, PrimaryColumn } from 'typeorm'

/** One audited claim version and revision of one run. Never updated. */
@Entity('audit_result')
export class ResultRow {
  @PrimaryColumn('text') tenant!: string
  @PrimaryColumn('text', { name: 'claim_id' }) claimId!: string
  @PrimaryColumn('int') run!: number
  @PrimaryColumn('int') version!: number
  @PrimaryColumn('int') revision!: number
  @Column('text', { name: 'content_digest' }) contentDigest!: string
  @Column('text') outcome!: 'clean' | 'findings'
  @Column('jsonb') editions!: AppliedEditions
  @Column('text', { name: 'claim_type' }) claimType!: string
  @Column('text', { name: 'facility_id', nullable: true }) facilityId!: string | null
  @Column('text', { name: 'payer_id', nullable: true }) payerId!: string | null
  @Column('text', { nullable: true }) coder!: string | null
  @Column('date', { name: 'admission_date', nullable: true }) admissionDate!: string | null
  @Column('date', { name: 'discharge_date', nullable: true }) dischargeDate!: string | null
  /** Decimal string, as sent. */
  @Column('text', { name: 'total_charge', nullable: true }) totalCharge!: string | null
  @Column('text', { name: 'billed_drg', nullable: true }) billedDrg!: string | null
  @Column('text', { name: 'final_drg', nullable: true }) finalDrg!: string | null
  @Column('text', { array: true }) codes!: string[]
  @Column('jsonb') support!: CodeSupport[]
  @Column('jsonb', { nullable: true }) drg!: DrgAudit | null
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt!: Date
}
