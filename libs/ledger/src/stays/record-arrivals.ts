import type { KeptClaim, KeptDocument } from '@claims-audit/composition'
import type { DataSource, QueryRunner } from 'typeorm'
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

/**
 * Keeps claims, in one transaction, and marks those to be composed: themselves, and those whose documents may become
 * theirs. Answers for each what became of it, in order: undefined where it is kept.
 */
export async function recordClaims<Refusal extends string>(
  ledger: DataSource,
  arrivals: readonly ClaimArrival<Refusal>[],
  rules: ArrivalRules,
  now: number,
): Promise<(Refusal | undefined)[]> {
  return inTurn(ledger, arrivals, async (runner) => {
    const answers: (Refusal | undefined)[] = []
    for (const { tenant, claimId, decide } of arrivals) {
      const [known] = await claimsWhere(runner, 'tenant = $1 and claim_id = $2 for update', [tenant, claimId])
      const decided = decide(known)
      answers.push(typeof decided === 'string' ? decided : undefined)
      if (typeof decided === 'string') continue
      await putClaim(runner, { ...decided, tenant }, now)
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

/** Keeps documents likewise, of each the version that holds. */
export async function recordDocuments(
  ledger: DataSource,
  arrivals: readonly TenantsDocument[],
  rules: ArrivalRules,
): Promise<void> {
  await inTurn(ledger, arrivals, async (runner) => {
    for (const arrived of arrivals) {
      const [known] = await documentsWhere(runner, 'tenant = $1 and named = $2 and document_id = $3', [
        ...[arrived.tenant, nameOf(arrived), arrived.document.id],
      ])
      if (known !== undefined && rules.holds(known, arrived).digest === known.digest) continue
      await putDocument(runner, arrived)
      for (const each of known === undefined ? [arrived] : [known, arrived]) await markClaimsOf(runner, each, rules)
    }
  })
}

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

async function inTurn<T>(
  ledger: DataSource,
  arrivals: readonly { tenant: string }[],
  work: (runner: QueryRunner) => Promise<T>,
): Promise<T> {
  const tenants = [...new Set(arrivals.map(({ tenant }) => tenant))].sort()
  return ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    for (const tenant of tenants)
      await runner.query('select pg_advisory_xact_lock($1, hashtext($2))', [ARRIVAL_LOCKS, tenant])
    return work(runner)
  })
}
