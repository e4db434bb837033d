import { claimKey } from '@claims-audit/contracts'
import type { DataSource } from 'typeorm'

/** Claims of a piece, as the arrays that statements take. */
export interface Names {
  tenants: string[]
  claimIds: string[]
}

/**
 * Hands the claims of a table to `work`, some at a time, and gives what it gives; undefined at the end. What was
 * deleted leaves dead rows before it, so each piece goes on behind the last.
 */
export function byClaims(
  ledger: DataSource,
  table: string,
  claims: number,
  work: (names: Names) => Promise<number>,
): () => Promise<number | undefined> {
  let after = ['', '']
  return async () => {
    const rows: { tenant: string; claim_id: string }[] = await ledger.query(
      `select tenant, claim_id from ${table} where (tenant, claim_id) > ($1, $2) group by tenant, claim_id order by tenant, claim_id limit ${claims}`,
      after,
    )
    const last = rows.at(-1)
    if (last === undefined) return undefined
    const done = await work({
      tenants: rows.map(({ tenant }) => tenant),
      claimIds: rows.map(({ claim_id }) => claim_id),
    })
    after = [last.tenant, last.claim_id]
    return done
  }
}

/** Within a statement: rows of the claims whose arrays are its first two parameters. */
export const OF_CLAIMS = '(tenant, claim_id) in (select * from unnest($1::text[], $2::text[]))'

export const lanesOf = ({ tenants, claimIds }: Names, laneOf: (key: string) => number): number[] =>
  claimIds.map((claimId, at) => laneOf(claimKey(tenants[at] ?? '', claimId)))

/**
 * Before the statements of a piece, in its transaction: a piece is a few rows of a large table, whatever the planner
 * thinks of the arrays.
 */
export const BY_INDEX = ['seqscan', 'hashjoin', 'mergejoin', 'material']
  .map((way) => `set local enable_${way} = off`)
  .join('; ')

/** Within a statement: a source of those claims' rows, each claim looked up by itself. */
export const rowsOfClaims = (source: string): string =>
  `unnest($1::text[], $2::text[]) as w(tenant, claim_id) cross join lateral (select * from ${source} s where s.tenant = w.tenant and s.claim_id = w.claim_id offset 0)`
