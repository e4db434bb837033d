import { Refused } from '../report/result.js'
import { decoded, decodedAs } from './decode.js'
import { HTML, htmlText } from './html/html-text.js'
import { RTF, isRtf, rtfText } from './rtf/rtf-text.js'

/**
 * A document's content as plain text; `conversion`: how it was made of another format, with the version of that way.
 */
export interface PlainText {
  text: string
  conversion?: string
}

/** What senders call plain text. */
const PLAIN = new Set(['', 'text', 'txt', 'plain', 'text/plain', 'ascii', 'ascii text', 'text/x-plain', 'octet-stream'])
const MARKED = new Set(['html', 'htm', 'text/html', 'application/xhtml+xml', 'xhtml'])
const RICH = new Set(['rtf', 'text/rtf', 'application/rtf', 'text/richtext', 'application/x-rtf'])

/**
 * Reads content by what it is, and by its media type where its bytes do not tell: plain text, HTML, RTF. Throws a
 * refusal for anything else, a PDF by name. `mediaType`: a MIME type or a bare subtype, with or without parameters.
 */
export function plainTextOf(bytes: Uint8Array, mediaType = ''): PlainText {
  const [type = '', ...parameters] = mediaType.toLowerCase().split(';')
  const name = type.trim()
  const head = Buffer.from(bytes.subarray(0, 1_024)).toString('latin1')
  if (head.trimStart().startsWith('%PDF') || name.endsWith('pdf')) throw new Refused('pdf')
  if (isRtf(head)) return { text: tidy(rtfText(bytes)), conversion: RTF }
  if (RICH.has(name)) throw new Refused('rtf', { byte: 1 }, 'begin')
  if (MARKED.has(name) || (isHtml(head) && PLAIN.has(name)))
    return { text: tidy(htmlText(textOf(bytes, parameters))), conversion: HTML }
  if (!PLAIN.has(name)) throw new Refused('media-type')
  // Neither UTF-8 nor a code page has a NUL in its text: an image, or UTF-16.
  if (head.includes('\0')) throw new Refused('media-type')
  return { text: tidy(textOf(bytes, parameters)) }
}

/** Whether text is a page: it begins with a tag that pages begin with. */
export const isHtml = (head: string): boolean =>
  /^(?:\xef\xbb\xbf|\ufeff)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[\s\S]{0,400}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b/i.test(
    head,
  )

function textOf(bytes: Uint8Array, parameters: string[]): string {
  const charset = parameters.map((each) => /^\s*charset\s*=\s*"?([\w:.-]+)"?\s*$/.exec(each)?.[1]).find(Boolean)
  return (charset && decodedAs(charset, bytes)) ?? decoded(bytes)
}

/** Ends of lines are line feeds, and no control character but the tab is left: evidence points into this text. */
export const tidy = (text: string): string =>
  text
    .replace(/\r\n?|\u0085|\u2028|\u2029/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufeff]/g, ' ')
    .toWellFormed()
    .trimEnd()
