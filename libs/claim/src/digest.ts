import { hash } from 'node:crypto'

/** `sha256:…` over the canonical form: two values with the same digest say the same. */
export const contentDigest = (value: unknown): string => digestOfCanonical(canonicalJson(value))

/**
 * JSON with object keys sorted at every depth, so that equal content has equal bytes. A sorted copy is written faster
 * than text is put together here.
 */
const canonicalJson = (value: unknown): string => JSON.stringify(inCanonicalOrder(value)) ?? 'null'

/** `sha256:…` over JSON that was written in canonical order. */
export const digestOfCanonical = (json: string): string => `sha256:${hash('sha256', json)}`

/** A copy with object keys sorted at every depth. */
export function inCanonicalOrder(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(inCanonicalOrder)
  const held = value as Record<string, unknown>
  const copy: Record<string, unknown> = {}
  for (const name of Object.keys(held).sort()) {
    // A name like any other, though assigning to it would set the prototype.
    if (name === '__proto__')
      Object.defineProperty(copy, name, { value: inCanonicalOrder(held[name]), enumerable: true })
    else copy[name] = inCanonicalOrder(held[name])
  }
  return copy
}
