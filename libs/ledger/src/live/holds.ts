import type { OriginPosition } from '@claims-audit/audit'
import type { Correction } from '@claims-audit/contracts'
import type { DataSource } from 'typeorm'

export async function hasCorrection(
  ledger: DataSource,
  { tenant, claimId, sequence, correctionId }: Correction,
): Promise<boolean> {
  return exists(
    ledger,
    'recorded_correction where tenant = $1 and claim_id = $2 and sequence = $3 and correction_id = $4',
    [tenant, claimId, sequence, correctionId],
  )
}

/** True for a log that is not the ledger's: nothing is known of it. */
export async function hasOutcome(
  ledger: DataSource,
  { topic, partition, offset, timestamp, log }: OriginPosition,
): Promise<boolean> {
  const epochs: { epoch: number }[] =
    log === undefined ? [{ epoch: 1 }] : await ledger.query('select epoch from log_epoch where log = $1', [log])
  const [of] = epochs
  if (of === undefined) return true
  return exists(
    ledger,
    'recorded_outcome where epoch = $1 and origin_topic = $2 and origin_partition = $3 and origin_offset = $4 and origin_timestamp = $5',
    [of.epoch, topic, partition, offset, timestamp],
  )
}

async function exists(ledger: DataSource, from: string, values: unknown[]): Promise<boolean> {
  const [row]: { held: boolean }[] = await ledger.query(`select exists (select from ${from}) as held`, values)
  return row?.held === true
}
