import { hash } from 'node:crypto'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * Makes the name-based UUIDs of one namespace (RFC 9562, section 5.5: version 5, of SHA-1): the same name, the same id.
 * The `uuid` package takes four times as long, and every claim needs a dozen.
 */
export function nameUuids(namespace: string): (name: string) => string {
  if (!UUID.test(namespace)) throw new TypeError('a namespace is a UUID in lower case')
  const prefix = Buffer.from(namespace.replaceAll('-', ''), 'hex')
  return (name) => {
    const hex = hash('sha1', Buffer.concat([prefix, Buffer.from(name)]))
    const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3] as string
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  }
}
