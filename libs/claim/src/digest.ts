import { createHash } from 'node:crypto'

/** JSON with object keys sorted at every depth, so that equal content has equal bytes. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const held = value as Record<string, unknown>
  let members = ''
  for (const name of Object.keys(held).sort()) {
    if (held[name] === undefined) continue
    members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(held[name])}`
  }
  return `{${members}}`
}

/** `sha256:…` over the canonical form: two events with the same digest say the same. */
export function contentDigest(value: unknown): string {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`
}
