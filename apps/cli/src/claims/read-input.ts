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

/** Opens a file, or stdin (`-`), and tells by its content, not by its name, what it is. Throws when it cannot be read. */
export async function begin(file: string): Promise<Begun> {
  const stream = file === '-' ? process.stdin : createReadStream(file)
  const chunks = (stream as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  while (isX12(head) === undefined || notesKind(head) === undefined) {
    const { value, done } = await chunks.next()
    if (done === true) break
    head = Buffer.concat([head, value])
  }
  const kind = isX12(head) === true ? 'x12' : (notesKind(head) ?? 'json')
  return { stream, kind, head, content: joined(head, chunks) }
}

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
