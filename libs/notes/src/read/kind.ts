import type { NotesKind } from '../report/report.js'
import { isHtml } from '../text/content.js'
import { isRtf } from '../text/rtf/rtf-text.js'

/** Nothing is told from more: a C-CDA's comments before its root are shorter. */
const MOST = 4_096

/**
 * What a file that begins with these bytes holds, whatever its name; null for no document that is read here.
 * Undefined where they are too few to tell.
 */
export function notesKind(head: Uint8Array): NotesKind | null | undefined {
  const text = headText(head)
  if (text.length < 16 && head.length < MOST) return undefined
  if (/^[\s\x00\x0b]*(?:MSH|FHS|BHS)[^A-Za-z0-9\s]/.test(text)) return 'hl7v2'
  if (isRtf(text)) return 'rtf'
  if (isHtml(text)) return 'html'
  // Any other XML is answered as such, with the root that it has.
  if (/^\s*<[?!A-Za-z]/.test(text)) return 'cda'
  return null
}

/** Without a byte order mark; of UTF-16 every other byte. */
function headText(head: Uint8Array): string {
  const text = Buffer.from(head.subarray(0, MOST)).toString('latin1')
  return text.replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '').replace(/\0/g, '')
}
