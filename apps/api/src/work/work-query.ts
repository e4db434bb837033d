import type { LoadedRule } from '@claims-audit/audit'
import { STATES } from '@claims-audit/decisions'
import { WORK_QUEUES, WORK_SORTS } from '@claims-audit/ledger'
import type { WorkFilter, WorkPageRequest, WorkQueue, WorkSort } from '@claims-audit/ledger'
import { oneOf, plain, wholeNumber, wrongQuery } from '../read-query.js'
import { readSearch } from './search-words.js'

type Narrowed = Omit<WorkFilter, 'codes' | 'rules'>

/** How each parameter is read; undefined means that it is wrong. */
const READERS: Record<keyof Narrowed, (text: string) => string | undefined> = {
  rule: plain,
  severity: oneOf(['error', 'warning', 'info']),
  facility: plain,
  payer: plain,
  coder: plain,
  claimId: plain,
  state: oneOf(Object.keys(STATES)),
  owner: plain,
}

const LIMIT = { default: 50, most: 500 }
const MOST_SEARCHED = 200

/** Reads the query of `GET /v1/work`. Throws a 400 that names every parameter that is wrong or unknown. */
export function readWorkQuery(query: Record<string, unknown>, rules: readonly LoadedRule[]): WorkPageRequest {
  const { queue = 'all', sort = 'due', limit = String(LIMIT.default), cursor, ...rest } = query
  const wrong: string[] = []
  const filter = readFilter(rest, rules, wrong)
  const size = wholeNumber(limit)
  if (!(size >= 1 && size <= LIMIT.most)) wrong.push('limit')
  if (!WORK_QUEUES.includes(queue as WorkQueue)) wrong.push('queue')
  const by = String(sort).replace(/^-/, '')
  if (typeof sort !== 'string' || !Object.hasOwn(WORK_SORTS, by)) wrong.push('sort')
  if (cursor !== undefined && typeof cursor !== 'string') wrong.push('cursor')
  if (wrong.length > 0) throw wrongQuery(...wrong)
  return {
    queue: queue as WorkQueue,
    filter,
    sort: by as WorkSort,
    descending: String(sort).startsWith('-'),
    limit: size,
    ...(typeof cursor === 'string' && { cursor }),
  }
}

/** Reads the query of `GET /v1/work:count`: filters alone. Throws as above. */
export function readWorkFilter(query: Record<string, unknown>, rules: readonly LoadedRule[]): WorkFilter {
  const wrong: string[] = []
  const filter = readFilter(query, rules, wrong)
  if (wrong.length > 0) throw wrongQuery(...wrong)
  return filter
}

/** Adds the names of what is wrong to `wrong`. */
function readFilter(
  { tenant, q, code, ...query }: Record<string, unknown>,
  rules: readonly LoadedRule[],
  wrong: string[],
): WorkFilter {
  const read = Object.entries(query).map(([name, value]): [string, string | undefined] => [
    name,
    typeof value === 'string' && Object.hasOwn(READERS, name) ? READERS[name as keyof Narrowed](value) : undefined,
  ])
  wrong.push(...read.filter(([, value]) => value === undefined).map(([name]) => name))
  // Whose it is, the guard has settled; a name that it could not read is refused here.
  if (tenant !== undefined && (typeof tenant !== 'string' || plain(tenant) === undefined)) wrong.push('tenant')
  const named = code === undefined ? [] : typeof code === 'string' ? [plain(code)?.toUpperCase()] : [undefined]
  if (named.includes(undefined)) wrong.push('code')
  const isAsked = typeof q === 'string' && q.length <= MOST_SEARCHED && plain(q) !== undefined
  const search = isAsked ? readSearch(q, rules) : undefined
  if (q !== undefined && search === undefined) wrong.push('q')
  const codes = [...named.filter((each) => each !== undefined), ...(search?.codes ?? [])]
  return {
    ...(Object.fromEntries(read) as Narrowed),
    ...(codes.length > 0 && { codes }),
    ...(search?.rules && { rules: search.rules }),
  }
}
