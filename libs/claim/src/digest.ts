import { hash } from 'node:crypto'

/** JSON with object keys sorted at every depth, so that equal content has equal bytes. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  let members = ''
  if (Array.isArray(value)) {
    for (const item of value) members += `${members === '' ? '' : ','}${canonicalJson(item)}`
    return `[${members}]`
  }
  const held = value as Record<string, unknown>
  for (const name of Object.keys(held).sort()) {
    if (held[name] === undefined) continue
    members += `${members === '' ? '' : ','}${quoted(name)}:${canonicalJson(held[name])}`
  }
  return `{${members}}`
}

/** Printable ASCII without quote and backslash: what JSON writes as it is, and most of a claim. */
const PLAIN = /^[ !#-[\]-~]*$/

const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text))

/** `sha256:…` over the canonical form: two events with the same digest say the same. */
export function contentDigest(value: unknown): string {
  return `sha256:${hash('sha256', canonicalJson(value))}`
}
