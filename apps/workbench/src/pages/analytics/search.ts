import type { ApiComponents } from '@claims-audit/contracts'

export type Dimension = ApiComponents['schemas']['Measure']['by'][number]

/** The address of analytics: the measure that is shown, its period, and which of its rows are. */
export interface AnalyticsSearch {
  measure?: string | undefined
  by?: string | undefined
  from?: string | undefined
  to?: string | undefined
  /** A group whose rows are listed; `NONE` for what names none, `ALL` for the total. */
  rows?: string | undefined
}

export const ALL = '*'
export const NONE = '-'

const NAMES = ['measure', 'by', 'from', 'to', 'rows'] as const

export const readAnalyticsSearch = (search: Record<string, unknown>): AnalyticsSearch =>
  Object.fromEntries(
    NAMES.map((name) => [name, search[name]]).filter(([, value]) => typeof value === 'string' && value !== ''),
  ) as AnalyticsSearch

/** The period as the api takes it. */
export const periodOf = ({ from, to }: AnalyticsSearch): { from?: string; to?: string } => ({
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
})

/** The filter that selects the rows of a group: empty is what names none. */
export const groupFilter = (by: Dimension | undefined, rows: string): Partial<Record<Dimension, string>> =>
  by === undefined || rows === ALL ? {} : { [by]: rows === NONE ? '' : rows }
