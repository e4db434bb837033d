import { SaxesParser } from 'saxes'
import { Refused } from '../report/result.js'
import { decoded, decodedAs } from '../text/decode.js'

export interface XmlHandler {
  /** Names are without their prefix, which real documents do not always declare. */
  open(name: string, attributes: Record<string, string>): void
  close(name: string): void
  text(text: string): void
}

/** A C-CDA nests some forty elements; what nests deeper is made to exhaust a reader. */
const DEEPEST = 250

/**
 * Walks through XML in its order. Throws a refusal with line and column where it is broken, nests too deep, or
 * declares a document type: no entity is expanded but the five of XML and those by number, and nothing is fetched.
 */
export function walkXml(bytes: Uint8Array, handler: XmlHandler): void {
  const parser = new SaxesParser({ xmlns: false, position: true })
  let depth = 0
  const here = (): { line: number; column: number } => ({ line: parser.line, column: parser.column })
  parser.on('doctype', () => {
    throw new Refused('doctype', here())
  })
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1
    if (depth > DEEPEST) throw new Refused('too-deep', here(), 'xml')
    handler.open(local(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    depth -= 1
    handler.close(local(name))
  })
  parser.on('text', (text) => handler.text(text))
  parser.on('cdata', (text) => handler.text(text))
  parser.on('error', () => {
    throw new Refused('xml', here())
  })
  parser.write(xmlText(bytes)).close()
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/** By a byte order mark, else by the declaration, else UTF-8 where it is valid (XML 1.0, appendix F). */
function xmlText(bytes: Uint8Array): string {
  const mark = Buffer.from(bytes.subarray(0, 2)).toString('hex')
  const wide = { fffe: 'utf-16le', feff: 'utf-16be' }[mark]
  const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1')
  const named = /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,200}\sencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(head)?.[1]
  const label = wide ?? named
  const text = label === undefined ? undefined : decodedAs(label, bytes)
  // White space before the declaration is a fault of XML that senders make.
  return (text ?? decoded(bytes)).replace(/^[\s\ufeff\0]+/, '')
}
