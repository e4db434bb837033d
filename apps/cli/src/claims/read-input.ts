import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { notesKind, notesReader } from '@claims-audit/notes'
import type { NotesReport, NotesResult } from '@claims-audit/notes'
import { judgedReceived } from '@claims-audit/submission'
import type { InputClaim, InputDocuments } from '@claims-audit/submission'
import { isX12 } from '@claims-audit/x12'

/** What a file holds, by its first bytes, and the whole of it. */
export interface Begun {
  stream: Readable
  kind: 'x12' | 'json' | NotesReport['kind']
  /** Its first bytes. */
  head: Uint8Array
  content: AsyncIterable<Uint8Array>
}

/**
 * Opens a file, or stdin (`-`), and tells by its content, not by its name, what it is. Throws when it cannot be read.
 */
export async function begin(file: string): Promise<Begun> {
  const stream = file === '-' ? process.stdin : createReadStream(file)
  const chunks = (stream as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  while (isX12(head) === undefined || notesKind(head) === undefined) {
    const { value, done } = await chunks.next()
    if (done === true) break
    head = Buffer.concat([head, value])
  }
  if (head.toString('latin1').trim() === '') throw new Error(`${file}: the file is empty`)
  const other = otherKind(head)
  if (other !== undefined) {
    if (file !== '-') stream.destroy()
    throw new Error(`${file}: this is ${other}`)
  }
  const kind = isX12(head) === true ? 'x12' : (notesKind(head) ?? 'json')
  return { stream, kind, head, content: joined(head, chunks) }
}

/** What a file is that no command reads, by its first bytes, with what to do; undefined for all else. */
function otherKind(head: Buffer): string | undefined {
  const text = head.toString('latin1')
  return OTHER_KINDS.find(([begins]) => begins.test(text))?.[1]
}

const OTHER_KINDS: [RegExp, string][] = [
  [/^\s*%PDF-/, 'a PDF: it is not read; send the text of the note, or an HL7 v2 or C-CDA document'],
  [/^\x1f\x8b/, 'gzip: unpack it first (the watched folder takes it packed)'],
  [/^PK\x03\x04[^]{0,400}(?:\[Content_Types\]\.xml|word\/)/, 'an Office document (DOCX): save it as RTF, HTML or text'],
  [/^PK(?:\x03\x04|\x05\x06)/, 'a zip archive: unpack it first (the watched folder takes it packed)'],
  [/^\x89PNG/, 'a PNG: images are not read'],
  [/^\xff\xd8\xff/, 'a JPEG: images are not read'],
  [/^(?:II\*\0|MM\0\*)/, 'a TIFF: images are not read'],
]

async function* joined(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield head
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

/**
 * The documents of a file of HL7 v2, C-CDA, RTF or HTML, in order, and the report on it. What holds no document by
 * its nature is only counted.
 */
export async function* readNotes(
  kind: NotesReport['kind'],
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<InputClaim | InputDocuments, NotesReport> {
  const reader = notesReader(kind)
  for await (const chunk of content) for (const result of reader.push(chunk)) yield* inputOf(result)
  for (const result of reader.end()) yield* inputOf(result)
  return reader.report()
}

function* inputOf(result: NotesResult): Generator<InputClaim | InputDocuments> {
  const { at } = result
  if ('refused' in result) yield { at, text: '', rejected: result.refused }
  else if ('received' in result) yield { at, ...judgedReceived(result.received) }
}
