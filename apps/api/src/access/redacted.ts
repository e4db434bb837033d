import { may } from '@claims-audit/access'
import type { Caller } from '@claims-audit/access'

/**
 * What a caller sees of an answer: without the right `documents:read`, documents come without their text, and evidence
 * without what it cites; where it stands remains. A program on this machine sees a claim as it was submitted: it could ask the
 * command line for the same.
 */
export function redacted<T>(caller: Caller, answer: T): T {
  return caller.isLocal === true || may(caller, 'documents:read') ? answer : (without(answer) as T)
}

const CITING = ['documents', 'evidence', 'indicators']

function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  const entries = Object.entries(value).map(([name, inner]) => {
    return [name, CITING.includes(name) && Array.isArray(inner) ? inner.map(withoutText) : without(inner)]
  })
  return Object.fromEntries(entries)
}

/** The text stays as an empty one: readers of the contract find the field. */
const withoutText = (item: unknown): unknown =>
  typeof item === 'object' && item !== null ? { ...item, ...('text' in item && { text: '' }) } : ''
