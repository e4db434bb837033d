import { UnreadableContent, base64Bytes, plainTextOf } from '@claims-audit/notes'
import type { PlainText } from '@claims-audit/notes'
import type { Attachment, Binary as BinaryOfR4 } from 'fhir/r4.js'
import type { Within } from '../claim/source.js'
import type { Element } from '../resource/element.js'

/** STU3 has `content` for `data`. */
type Binary = BinaryOfR4 & { content?: string }

/** The text of an attachment, or why it is not read: the code of a reason. */
export type AttachedText = { content: PlainText } | { refused: string }

/** Reads its own data, or those of a Binary in the same document that its URL names. Nothing is fetched. */
export function attachedText(within: Within, attachment: Element<Attachment>): AttachedText {
  const own = attachment.text('data')
  const binary = own === undefined ? binaryOf(within, attachment) : undefined
  const data = own ?? binary?.text('data') ?? binary?.text('content')
  const type = attachment.text('contentType') ?? binary?.text('contentType') ?? 'text/plain'
  if (data === undefined) return { refused: 'document-elsewhere' }
  const bytes = bytesOf(data)
  return bytes === undefined ? { refused: 'base64' } : contentOf(bytes, type)
}

export function contentOf(bytes: Uint8Array, mediaType: string): AttachedText {
  try {
    return { content: plainTextOf(bytes, mediaType) }
  } catch (error) {
    if (!(error instanceof UnreadableContent)) throw error
    return { refused: error.code }
  }
}

function binaryOf(within: Within, attachment: Element<Attachment>): Element<Binary> | undefined {
  const reference = attachment.text('url')
  if (reference === undefined) return undefined
  return within.references.resolve<Binary>(attachment.as({ reference }), within.found)
}

/** Strict base64; what has words was sent as it is, which some servers do. Undefined for what is base64 and damaged. */
function bytesOf(data: string): Uint8Array | undefined {
  const bytes = base64Bytes(data)
  if (bytes !== undefined) return bytes
  return /[^A-Za-z0-9+/=\s]/.test(data) || /[A-Za-z]+ [A-Za-z]+/.test(data) ? Buffer.from(data) : undefined
}
