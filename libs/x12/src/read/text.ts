const utf8 = new TextDecoder('utf-8', { fatal: true })
const windows1252 = new TextDecoder('windows-1252')

/** The engine cuts out longer strings as a view of the whole chunk, and would keep it. */
const COPIED = 13

/** A text that is kept, from one whose characters are bytes: UTF-8 where it is valid, else windows-1252. */
export function kept(text: string): string {
  const isAscii = !/[\x80-\xff]/.test(text)
  if (isAscii && text.length < COPIED) return text
  const bytes = Buffer.from(text, 'latin1')
  if (isAscii) return bytes.toString('latin1')
  try {
    return utf8.decode(bytes)
  } catch {
    return windows1252.decode(bytes)
  }
}
