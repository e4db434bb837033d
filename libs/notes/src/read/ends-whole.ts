import type { NotesKind } from '../report/report.js'

/** Whether a last byte ends a segment of HL7 v2: CR, the LF of who writes lines, the FS that ends a frame. */
export const endsSegment = (byte: number | undefined): boolean => byte === 0x0d || byte === 0x0a || byte === 0x1c

/**
 * Whether a file has come as a whole, by its first bytes and its last ones: of HL7 v2 the last segment ends, and a
 * batch has its trailer; of XML the root ends. Of RTF and HTML it is never known: they are written without.
 */
export function endsWhole(kind: NotesKind, head: Uint8Array, tail: Uint8Array): boolean {
  const [first, last] = [textOf(head), textOf(tail)]
  if (kind === 'hl7v2') return endsHl7(first, last)
  return kind === 'cda' && endsXml(first, last)
}

function endsHl7(first: string, last: string): boolean {
  const [, header = ''] = /^[\s\x0b]*(FHS|BHS)/.exec(first) ?? []
  const trailer = header === 'FHS' ? 'FTS' : 'BTS'
  const isClosed = header === '' || new RegExp(`[\\r\\n]${trailer}[^\\r\\n]*[\\s\\x1c]*$`).test(last)
  const end = last.replace(/[\x1a ]+$/, '')
  return isClosed && endsSegment(end.charCodeAt(end.length - 1))
}

/** The root is the first element: what stands before it are declarations and comments. */
function endsXml(first: string, last: string): boolean {
  const root = /<([A-Za-z_][\w:.-]*)/.exec(first.replace(/<\?[^]*?\?>|<!--[^]*?-->|<![^>]*>/g, ''))?.[1]
  const end = last.replace(/(?:\s|<!--[^]*?-->)*$/, '')
  return root !== undefined && (end.endsWith(`</${root}>`) || end.replace(/\s+>$/, '>').endsWith(`</${root}>`))
}

/** Of UTF-16 every other byte; a byte order mark left out. */
const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replace(/\0/g, '')
