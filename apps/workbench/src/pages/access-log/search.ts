export const ACCESS_FILTERS = ['claim', 'person', 'from', 'to', 'act'] as const

/** The address of the access log; days as people write them. */
export type AccessSearch = { [name in (typeof ACCESS_FILTERS)[number]]?: string | undefined }

export const readAccessSearch = (search: Record<string, unknown>): AccessSearch =>
  Object.fromEntries(
    ACCESS_FILTERS.map((name) => [name, search[name]]).filter(([, value]) => typeof value === 'string' && value !== ''),
  ) as AccessSearch
