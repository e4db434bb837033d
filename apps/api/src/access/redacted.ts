import { may } from '@claims-audit/access'
import type { Caller } from '@claims-audit/access'

/**
 * What a caller sees of an answer: without the right `documents:read`, documents come without their text, and evidence
 * without what it cites; where it stands remains. A program on this machine sees a claim as it was submitted: it could
 * ask the command line for the same.
 */
export function redacted<T>(caller: Caller, answer: T): T {
  return caller.isLocal === true || may(caller, 'documents:read') ? answer : (without(answer) as T)
}

const CITING = ['documents', 'evidence', 'indicators']
/** What a person wrote, or a provider answered: it may cite the record. */
const WRITTEN = ['note', 'answer', 'question']
/** A finding's message puts what it cites in quotes. */
const withoutQuotes = (text: string): string => text.replaceAll(/"[^"]*"/g, '"…"')

function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutCited(name, inner)]))
}

function withoutCited(name: string, value: unknown): unknown {
  if (CITING.includes(name) && Array.isArray(value)) return value.map(withoutText)
  if (typeof value !== 'string') return without(value)
  if (WRITTEN.includes(name)) return ''
  return name === 'message' ? withoutQuotes(value) : value
}

/** The text stays as an empty one: readers of the contract find the field. */
const withoutText = (item: unknown): unknown =>
  typeof item === 'object' && item !== null ? { ...item, ...('text' in item && { text: '' }) } : ''
