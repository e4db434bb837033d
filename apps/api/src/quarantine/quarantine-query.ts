import { isBindable, PURPOSES, readQuarantinedName } from '@claims-audit/ledger'
import type { Purpose, QuarantineFilter, QuarantinedName } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import { readLimit, wrongQuery } from '../read-query.js'

/** How each parameter is judged. */
const IS: Record<string, (text: unknown) => boolean> = {
  stage: isBindable.text,
  code: isBindable.text,
  state: (text) => text === 'parked' || text === 'redriven' || text === 'all',
  cursor: (text) => typeof text === 'string',
}

export interface QuarantineQuery {
  filter: QuarantineFilter
  page: { limit: number; cursor?: string }
}

/** Reads the query of a list. Throws a 400 that names what is wrong or unknown. */
export function readQuarantineQuery({ limit, tenant: _, ...query }: Record<string, unknown>): QuarantineQuery {
  const wrong = Object.entries(query).filter(([name, value]) => IS[name]?.(value) !== true)
  if (wrong.length > 0) throw wrongQuery(...wrong.map(([name]) => name))
  const { cursor, state = 'parked', stage, code } = query as Record<string, string | undefined>
  return {
    filter: { stage, code, state: state === 'all' ? undefined : (state as QuarantineFilter['state']) },
    page: { limit: readLimit(limit === undefined ? {} : { limit }), ...(cursor !== undefined && { cursor }) },
  }
}

/** Why the bytes are wanted; undefined where they are not. Throws a 400 at what is no purpose, or unknown. */
export function readPurpose({ purpose, tenant: _, ...unknown }: Record<string, unknown>): Purpose | undefined {
  const isWrong = purpose !== undefined && !PURPOSES.includes(purpose as Purpose)
  const wrong = [...Object.keys(unknown), ...(isWrong ? ['purpose'] : [])]
  if (wrong.length > 0) throw wrongQuery(...wrong)
  return purpose as Purpose | undefined
}

/** A name has slashes: its id is one segment of a path. */
export const idOf = (name: string): string => Buffer.from(name).toString('base64url')

/** Throws a 404 for what is no id of ours. */
export function nameOf(id: string): QuarantinedName {
  const text = Buffer.from(id, 'base64url').toString()
  const name = isBindable.text(text) && idOf(text) === id ? readQuarantinedName(text) : undefined
  if (name === undefined) throw notQuarantined()
  return name
}

export const notQuarantined = (): Problem => new Problem(404, { detail: 'Quarantined event not found' })
