import type { Caller } from '@claims-audit/access'
import type { LoadedRule } from '@claims-audit/audit'
import { asTenant, findFindings, findWork, logAccess } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import type { DataSource, QueryRunner } from 'typeorm'
import { assertTenant } from '../access/identity.js'
import { redacted } from '../access/redacted.js'
import { readFindingQuery } from '../finding-query.js'
import { wrongQuery } from '../read-query.js'
import { readWorkQuery } from '../work/work-query.js'
import { FINDING_COLUMNS, WORK_COLUMNS } from './columns.js'
import type { Cell, Columns } from './columns.js'

/** Rows that are read at once; each page is a transaction of its own, so that a long file holds nothing open. */
const PAGE = 500

/** Which list: all findings, or those that wait, by queue. */
export type ListName = 'findings' | 'work'

/** A list as it goes into a file: a name for each column, and its rows, a page at a time. */
export interface ListedRows {
  header: string[]
  pages: AsyncGenerator<Cell[][]>
}

/** Throws a Problem where the query is wrong, before a row is read. */
export function listedRows(
  list: ListName,
  query: Record<string, unknown>,
  caller: Caller,
  { ledger, rules }: { ledger: DataSource; rules: readonly LoadedRule[] },
): ListedRows {
  const { tenant, ...rest } = query
  // A file has all rows: what pages are asked by is no part of it.
  const paging = ['limit', 'cursor'].filter((name) => name in rest)
  if (paging.length > 0) throw wrongQuery(...paging)
  if (list === 'work') {
    const request = readWorkQuery(rest, rules)
    assertOwn(caller, tenant)
    return rowsOf(WORK_COLUMNS, { ledger, caller, filter: request.filter }, (runner, cursor) =>
      findWork(runner, caller, { ...request, ...cursor, limit: PAGE }),
    )
  }
  const { filter, page } = readFindingQuery(rest)
  assertOwn(caller, tenant)
  const own = { ...filter, tenant: caller.tenant }
  return rowsOf(FINDING_COLUMNS, { ledger, caller, filter: own }, (runner, cursor) =>
    findFindings(runner, own, { ...page, ...cursor, limit: PAGE }),
  )
}

function assertOwn(caller: Caller, tenant: unknown): void {
  assertTenant(caller, 'whose findings to export')
  if (tenant !== undefined && tenant !== caller.tenant) throw new Problem(403, { detail: 'Not your tenant' })
}

interface Reading {
  ledger: DataSource
  caller: Caller
  /** As the access log notes it. */
  filter: object
}

type Find<Item> = (
  runner: QueryRunner,
  cursor: { cursor?: string },
) => Promise<{ items: Item[]; cursor: string | null }>

function rowsOf<Item extends { claimId: string }>(
  columns: Columns<Item>,
  reading: Reading,
  find: Find<Item>,
): ListedRows {
  return { header: Object.keys(columns), pages: pagesOf(Object.values(columns), reading, find) }
}

async function* pagesOf<Item extends { claimId: string }>(
  cells: ((item: Item) => Cell)[],
  { ledger, caller, filter }: Reading,
  find: Find<Item>,
): AsyncGenerator<Cell[][]> {
  let cursor: string | null = null
  do {
    const after = cursor === null ? {} : { cursor }
    const page = await asTenant(ledger, caller, async (runner) => {
      const found = await find(runner, after)
      const claims = found.items.map(({ claimId }) => claimId)
      await logAccess(runner, caller, { act: 'export', claims, rows: claims.length, filter })
      return found
    })
    yield redacted(caller, page.items).map((item) => cells.map((of) => of(item)))
    cursor = page.cursor
  } while (cursor !== null)
}
