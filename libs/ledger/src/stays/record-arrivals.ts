import type { KeptClaim, KeptDocument } from '@claims-audit/composition'
import type { DataSource, QueryRunner } from 'typeorm'
import { insertFates } from './arrival-fates.js'
import type { ArrivalPlace, Fate } from './arrival-fates.js'
import { at, claimsWhere, documentsWhere, nameOf, putClaim, putDocument } from './stay-rows.js'
import type { TenantsDocument } from './stay-rows.js'

/**
 * Namespace of the locks by which arrivals of one tenant take turns: of a claim and its document that come at once,
 * the second sees the first.
 */
const ARRIVAL_LOCKS = 7_302_060

/** What the composer's rules say; all are pure. */
export interface ArrivalRules {
  /** Which of two versions of a document holds. */
  holds(a: KeptDocument, b: KeptDocument): KeptDocument
  /** When a claim is composed whose documents, or whose patient's other stays, changed. */
  changed(claim: KeptClaim): { changedAt: number; dueAt: number }
}

/** A claim that comes: what it does to the one that is kept. */
export interface ClaimArrival<Refusal extends string> {
  tenant: string
  claimId: string
  decide(known: KeptClaim | undefined): KeptClaim | Refusal
}

/** What became of events, told from the answers to what they held; it is noted in the same transaction. */
export type Fates<Answer> = (answers: Answer[]) => (ArrivalPlace & { fate: Fate })[]

/**
 * Keeps claims, in one transaction, and marks those to be composed: themselves, and those whose documents may become
 * theirs. Answers for each what became of it, in order: undefined where it is kept.
 */
export async function recordClaims<Refusal extends string>(
  ledger: DataSource,
  arrivals: readonly ClaimArrival<Refusal>[],
  rules: ArrivalRules,
  o: { now: number; fates?: Fates<Refusal | undefined> },
): Promise<(Refusal | undefined)[]> {
  return inTurn(ledger, arrivals, o.fates, async (runner) => {
    const answers: (Refusal | undefined)[] = []
    for (const { tenant, claimId, decide } of arrivals) {
      const [known] = await claimsWhere(runner, 'tenant = $1 and claim_id = $2 for update', [tenant, claimId])
      const decided = decide(known)
      answers.push(typeof decided === 'string' ? decided : undefined)
      if (typeof decided === 'string') continue
      await putClaim(runner, { ...decided, tenant }, o.now)
      const numbers = [known?.recordNumber, decided.recordNumber].filter((number) => number !== null)
      const visits = [known?.account, decided.account].filter((account) => account !== undefined)
      await markChanged(
        runner,
        `tenant = $1 and claim_id <> $2 and (record_number = any($3) or record_number in
           (select d.record_number from stay_document d where d.tenant = $1 and d.visit = any($4)))`,
        [tenant, claimId, numbers.filter((number) => number !== undefined), visits],
        rules,
      )
    }
    return answers
  })
}

/** Keeps documents likewise, of each the version that holds; answers for each. */
export async function recordDocuments(
  ledger: DataSource,
  arrivals: readonly TenantsDocument[],
  rules: ArrivalRules,
  o: { fates?: Fates<DocumentFate> } = {},
): Promise<DocumentFate[]> {
  return inTurn(ledger, arrivals, o.fates, async (runner) => {
    const answers: DocumentFate[] = []
    for (const arrived of arrivals) {
      const [known] = await documentsWhere(runner, 'tenant = $1 and named = $2 and document_id = $3', [
        ...[arrived.tenant, nameOf(arrived), arrived.document.id],
      ])
      const isKept = known === undefined || rules.holds(known, arrived).digest !== known.digest
      answers.push(isKept ? 'kept' : arrived.digest === known.digest ? 'repeat' : 'superseded')
      if (!isKept) continue
      await putDocument(runner, arrived)
      for (const each of known === undefined ? [arrived] : [known, arrived]) await markClaimsOf(runner, each, rules)
    }
    return answers
  })
}

/** Of a document: another one holds in its place, or it is there already. */
export type DocumentFate = Exclude<Fate, 'quarantined'>

async function markClaimsOf(runner: QueryRunner, document: TenantsDocument, rules: ArrivalRules): Promise<void> {
  const { accountNumber, visitNumber, medicalRecordNumber } = document.encounter
  await markChanged(
    runner,
    'tenant = $1 and (claim_id = $2 or account = any($3) or record_number = $4)',
    [
      ...[document.tenant, document.claimId],
      ...[[accountNumber, visitNumber].filter((number) => number !== undefined), medicalRecordNumber ?? null],
    ],
    rules,
  )
}

async function markChanged(
  runner: QueryRunner,
  where: string,
  parameters: unknown[],
  rules: ArrivalRules,
): Promise<void> {
  const claims = await claimsWhere(runner, `${where} order by claim_id for update`, parameters)
  for (const claim of claims) {
    const { changedAt, dueAt } = rules.changed(claim)
    await runner.query(
      `update stay set changed_at = ${at('$3')}, due_at = ${at('$4')} where tenant = $1 and claim_id = $2`,
      [claim.tenant, claim.claimId, changedAt, dueAt],
    )
  }
}

async function inTurn<Answer>(
  ledger: DataSource,
  arrivals: readonly { tenant: string }[],
  fates: Fates<Answer> | undefined,
  work: (runner: QueryRunner) => Promise<Answer[]>,
): Promise<Answer[]> {
  const tenants = [...new Set(arrivals.map(({ tenant }) => tenant))].sort()
  return ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    for (const tenant of tenants)
      await runner.query('select pg_advisory_xact_lock($1, hashtext($2))', [ARRIVAL_LOCKS, tenant])
    const answers = await work(runner)
    await insertFates(runner, fates?.(answers) ?? [])
    return answers
  })
}
