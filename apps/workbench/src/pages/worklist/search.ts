import type { ApiPaths } from '@claims-audit/contracts'

type WorkQuery = NonNullable<ApiPaths['/v1/work']['get']['parameters']['query']>
type Text = { [name in keyof WorkQuery]?: string | undefined }

/** Names of the api's own parameters, which the address of the worklist has too. */
export const FILTERS = [
  'rule',
  'severity',
  'facility',
  'payer',
  'coder',
  'claimId',
  'code',
  'state',
  'owner',
  'q',
] as const
export type FilterName = (typeof FILTERS)[number]

export const QUEUES = [
  'mine',
  'unassigned',
  'all',
  'second-review',
  'returned',
  'deferred-due',
  'queried',
  'agreed-unchanged',
] as const
export type Queue = (typeof QUEUES)[number]

export const SORTS = ['due', '-impact', 'severity', '-recordedAt', '-due', 'impact', '-severity', 'recordedAt'] as const
export type Sort = (typeof SORTS)[number]

/** The address of the worklist: all that is seen follows from it. */
export type WorkSearch = Text & {
  /** Columns in order, with commas between them. */
  cols?: string | undefined
  dense?: string | undefined
  /** The finding that the cursor is on. */
  at?: string | undefined
}

const KNOWN = ['queue', 'sort', 'cols', 'dense', 'at', ...FILTERS]

export function readWorkSearch(search: Record<string, unknown>): WorkSearch {
  const read = Object.entries(search).filter(
    ([name, value]) => KNOWN.includes(name) && typeof value === 'string' && value !== '',
  )
  return Object.fromEntries(read) as WorkSearch
}

/** What the api is asked for the list. A value that it does not know, it refuses itself. */
export const listQuery = (search: WorkSearch): WorkQuery => ({
  ...filterOf(search),
  ...(search.queue !== undefined && { queue: search.queue as Queue }),
  ...(search.sort !== undefined && { sort: search.sort as Sort }),
})

/** What the api is asked for counts: the filters alone. */
export const filterOf = (search: WorkSearch): Pick<WorkQuery, FilterName> =>
  Object.fromEntries(FILTERS.map((name) => [name, search[name]]).filter(([, value]) => value !== undefined))

/** The query of a saved view, as `/v1/views` keeps it. */
export const viewQuery = (search: WorkSearch): string =>
  new URLSearchParams(Object.entries(listQuery(search)).map(([name, value]) => [name, String(value)])).toString()

/**
 * Filters that a bulk act knows; undefined where the list is narrowed by anything else, for then it would act on other
 * rows, or by nothing: a bulk act has a filter.
 */
export function bulkFilter(search: WorkSearch): Record<string, string> | undefined {
  const known = ['rule', 'severity', 'facility', 'payer', 'coder', 'claimId']
  const filter = filterOf(search)
  const isAll = search.queue === undefined || search.queue === 'all'
  const names = Object.keys(filter)
  return isAll && names.length > 0 && names.every((name) => known.includes(name))
    ? (filter as Record<string, string>)
    : undefined
}

/** Another list begins at its top. */
export const withoutPlace = ({ at: _, ...search }: WorkSearch): WorkSearch => search
