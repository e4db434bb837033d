import { FINDING_SORTS, isBindable } from '@claims-audit/ledger'
import type { FindingFilter, FindingSort, PageRequest } from '@claims-audit/ledger'
import { oneOf, plain, wholeNumber, wrongQuery } from './read-query.js'

/** How each parameter is read; undefined means that it is wrong. */
const READERS: Record<keyof FindingFilter, (text: string) => string | number | undefined> = {
  tenant: plain,
  claimId: plain,
  rule: plain,
  severity: oneOf(['error', 'warning', 'info']),
  status: oneOf(['open', 'superseded']),
  code: (text) => plain(text)?.toUpperCase(),
  facility: plain,
  payer: plain,
  coder: plain,
  drg: (text) => (/^\d{1,3}$/.test(text) ? text.padStart(3, '0') : undefined),
  dischargeFrom: date,
  dischargeTo: date,
  totalChargeFrom: dollars,
  totalChargeTo: dollars,
}

/** Names of the release before, for one release: `amount` is also what a correction changes the payment by. */
const FORMER_NAMES = new Map([
  ['amountFrom', 'totalChargeFrom'],
  ['amountTo', 'totalChargeTo'],
  ['amount', 'totalCharge'],
])
const nowNamed = (name: string): string => FORMER_NAMES.get(name) ?? name

const LIMIT = { default: 50, most: 500 }

/** Reads the query of `GET /v1/findings`. Throws a 400 that names every parameter that is wrong or unknown. */
export function readFindingQuery(query: Record<string, unknown>): { filter: FindingFilter; page: PageRequest } {
  const { limit, cursor, sort, ...filters } = query
  const read = Object.entries(filters).map(([name, value]): [string, string | number | undefined] => [
    name,
    typeof value === 'string' ? reader(nowNamed(name))?.(value) : undefined,
  ])
  const wrong = read.filter(([, value]) => value === undefined).map(([name]) => name)
  const size = limit === undefined ? LIMIT.default : wholeNumber(limit)
  if (!(size >= 1 && size <= LIMIT.most)) wrong.push('limit')
  const [by, descending] = readSort(sort)
  if (by === undefined) wrong.push('sort')
  if (cursor !== undefined && typeof cursor !== 'string') wrong.push('cursor')
  if (wrong.length > 0) throw wrongQuery(...wrong)
  return {
    filter: Object.fromEntries(read.map(([name, value]) => [nowNamed(name), value])) as FindingFilter,
    page: { limit: size, sort: by as FindingSort, descending, ...(typeof cursor === 'string' && { cursor }) },
  }
}

/** By what, and whether in descending order: the newest first, unless it says; undefined where it is no order. */
function readSort(sort: unknown): [FindingSort | undefined, boolean] {
  if (sort === undefined) return ['recordedAt', true]
  if (typeof sort !== 'string') return [undefined, false]
  const descending = sort.startsWith('-')
  const by = nowNamed(descending ? sort.slice(1) : sort)
  return [Object.hasOwn(FINDING_SORTS, by) ? (by as FindingSort) : undefined, descending]
}

const reader = (name: string): ((text: string) => string | number | undefined) | undefined =>
  Object.hasOwn(READERS, name) ? READERS[name as keyof FindingFilter] : undefined

function date(text: string): string | undefined {
  return /^(18|19|20|21)/.test(text) && isBindable.date(text) ? text : undefined
}

function dollars(text: string): number | undefined {
  return /^-?\d{1,12}(\.\d{1,4})?$/.test(text) ? Number(text) : undefined
}
