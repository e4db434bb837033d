import type { Reason } from '@claims-audit/contracts'
import type { X12Result } from './result.js'

/**
 * Why a claim, or a transaction with its claims, is not read: its place, with the number of claims where it is a
 * transaction that has any.
 */
export function toldRefusal({ place: of, refused, claims }: Extract<X12Result, { refused: object }>): {
  at: object
  refused: Reason
} {
  const { code, keyword = null, place } = refused
  const count = of.claim === undefined && claims > 0 ? { claims } : {}
  return { at: { ...of, ...place, ...count }, refused: { code, pointer: null, keyword } }
}
