import type { OriginPosition } from '@claims-audit/audit'
import type { Reason } from '@claims-audit/contracts'

/** The columns that name a place in a log: `origin_topic`, `failed_topic`, … */
export const originColumns = (prefix: string): Record<string, string> => ({
  [`${prefix}_topic`]: 'text',
  [`${prefix}_partition`]: 'int',
  [`${prefix}_offset`]: 'bigint',
})

export const originValues = ({ topic, partition, offset }: Omit<OriginPosition, 'timestamp'>): (string | number)[] => [
  topic,
  partition,
  offset,
]

export const reasonColumns = { reason_code: 'text', reason_pointer: 'text', reason_keyword: 'text' }

export const reasonValues = (reason: Reason | null): (string | null)[] => [
  reason?.code ?? null,
  reason?.pointer ?? null,
  reason?.keyword ?? null,
]
