const utf8 = new TextDecoder('utf-8', { fatal: true })
const windows1252 = new TextDecoder('windows-1252')

/**
 * Bytes of a charset that is not known, or not named: UTF-8 where they are valid, else windows-1252. A byte order mark
 * is left out.
 */
export function decoded(bytes: Uint8Array): string {
  return validUtf8(bytes) ?? windows1252.decode(bytes)
}

export function validUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * Bytes as text by a charset's name (WHATWG Encoding); undefined where there is no such charset, or the bytes are not
 * of it.
 */
export function decodedAs(label: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Strict base64 (RFC 4648, section 4), white space apart; undefined for anything else. */
export function base64Bytes(data: string): Uint8Array | undefined {
  const packed = data.replace(/\s+/g, '')
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return undefined
  return Buffer.from(packed, 'base64')
}
