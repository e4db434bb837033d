import type { KeptClaim, KeptDocument, Stay } from '@claims-audit/composition'
import type { QueryRunner } from 'typeorm'

/** A claim of a tenant, as it is kept. */
export interface TenantsClaim extends KeptClaim {
  tenant: string
}

/** A document of a tenant; `named`: how its stay is named, under which it is kept once. */
export interface TenantsDocument extends KeptDocument {
  tenant: string
}

export const nameOf = ({ claimId, encounter }: KeptDocument): string => {
  if (claimId !== null) return `claim ${claimId}`
  const { accountNumber, visitNumber, medicalRecordNumber } = encounter
  if (accountNumber !== undefined) return `account ${accountNumber}`
  return visitNumber === undefined ? `record ${medicalRecordNumber}` : `visit ${visitNumber}`
}

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`
/** Milliseconds since 1970 as Postgres takes them. */
export const at = (parameter: string): string => `to_timestamp(${parameter}::float8 / 1000)`

const STAY = `tenant, claim_id as "claimId", account, record_number as "recordNumber",
  from_day::text as "from", through_day::text as through`
const CLAIM = `${STAY}, submitted, version, sent_revision as "sentRevision", digest, revision, documents,
  ${ms('changed_at')} as "changedAt", ${ms('due_at')} as "dueAt"`
const DOCUMENT = `tenant, for_claim as "claimId", encounter, document, digest, ${ms('received_at')} as "receivedAt"`

type Row = Record<string, unknown>

/** Claims by a condition. */
export async function claimsWhere(runner: QueryRunner, where: string, parameters: unknown[]): Promise<TenantsClaim[]> {
  const rows: Row[] = await runner.query(`select ${CLAIM} from stay where ${where}`, parameters)
  return rows.map((row) => ({ ...row, submitted: JSON.parse(String(row['submitted'])) }) as TenantsClaim)
}

export const staysWhere = (runner: QueryRunner, where: string, parameters: unknown[]): Promise<Stay[]> =>
  runner.query(`select ${STAY} from stay where ${where}`, parameters) as Promise<Stay[]>

export async function documentsWhere(
  runner: QueryRunner,
  where: string,
  parameters: unknown[],
): Promise<TenantsDocument[]> {
  const rows: Row[] = await runner.query(`select ${DOCUMENT} from stay_document where ${where}`, parameters)
  return rows.map(
    (row) =>
      ({
        ...row,
        encounter: JSON.parse(String(row['encounter'])),
        document: JSON.parse(String(row['document'])),
      }) as TenantsDocument,
  )
}

export async function putClaim(runner: QueryRunner, claim: TenantsClaim, now: number): Promise<void> {
  await runner.query(
    `insert into stay (tenant, claim_id, account, record_number, from_day, through_day, submitted, version, sent_revision, digest,
       revision, documents, changed_at, due_at, touched_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, ${at('$13')}, ${at('$14')}, ${at('$15')})
     on conflict (tenant, claim_id) do update set (account, record_number, from_day, through_day, submitted, version, sent_revision, digest,
       revision, documents, changed_at, due_at, touched_at)
       = (excluded.account, excluded.record_number, excluded.from_day, excluded.through_day, excluded.submitted, excluded.version,
          excluded.sent_revision, excluded.digest, excluded.revision, excluded.documents, excluded.changed_at, excluded.due_at, excluded.touched_at)`,
    [
      ...[claim.tenant, claim.claimId, claim.account, claim.recordNumber, claim.from, claim.through],
      ...[JSON.stringify(claim.submitted), claim.version, claim.sentRevision, claim.digest, claim.revision],
      ...[claim.documents, claim.changedAt, claim.dueAt, now],
    ],
  )
}

export async function putDocument(runner: QueryRunner, document: TenantsDocument): Promise<void> {
  const { encounter } = document
  await runner.query(
    `insert into stay_document (tenant, named, document_id, for_claim, account, visit, record_number, encounter, document, digest,
       received_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, ${at('$11')})
     on conflict (tenant, named, document_id) do update set (for_claim, account, visit, record_number, encounter,
       document, digest, received_at)
       = (excluded.for_claim, excluded.account, excluded.visit, excluded.record_number, excluded.encounter,
          excluded.document, excluded.digest, excluded.received_at)`,
    [
      ...[document.tenant, nameOf(document), document.document.id, document.claimId],
      ...[encounter.accountNumber ?? null, encounter.visitNumber ?? null, encounter.medicalRecordNumber ?? null],
      ...[JSON.stringify(encounter), JSON.stringify(document.document), document.digest, document.receivedAt],
    ],
  )
}
