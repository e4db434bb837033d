import { notesKind } from '@claims-audit/notes'
import type { NotesKind } from '@claims-audit/notes'
import { TAIL, isX12 } from '@claims-audit/x12'

export type Kind = 'x12' | 'json' | 'gzip' | 'zip' | NotesKind | 'unknown'

/** As many bytes of a file as tell what it is. */
export const HEAD = TAIL

/** What a file is by its first bytes, whatever its name. */
export function kindOf(head: Buffer): Kind {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  // A local file header, or the end record of an empty archive.
  if (/^PK(?:\x03\x04|\x05\x06)/.test(head.toString('latin1', 0, 4))) return 'zip'
  if (isX12(head) === true) return 'x12'
  if (/^(?:\xef\xbb\xbf)?\s*[[{](?!\\rtf)/.test(head.toString('latin1'))) return 'json'
  return notesKind(head) ?? 'unknown'
}
