import type { FileHandle } from 'node:fs/promises'
import { endsWhole } from '@claims-audit/notes'
import { TAIL, endsComplete } from '@claims-audit/x12'
import { MOST_DOCUMENT } from '../read/json-claims.js'
import { bytesAt, openFile } from '../parts/bytes.js'
import { HEAD, kindOf } from '../parts/kind.js'
import type { Limits } from '../parts/limits.js'
import { FileRefused } from '../parts/refused.js'
import { gunzips, openZip } from '../parts/unpack.js'

/**
 * Whether a file has come as a whole, by what it holds: an X12 file that ends with IEA, JSON, HL7 v2 or XML that ends
 * where it should, an archive that can be unpacked. What is of no kind that is read never is.
 */
export async function isComplete(path: Buffer, limits: Limits): Promise<boolean> {
  const handle = await openFile(path)
  try {
    return await isWhole(handle, limits)
  } finally {
    await handle.close()
  }
}

async function isWhole(handle: FileHandle, limits: Limits): Promise<boolean> {
  const head = await bytesAt(handle, 0, HEAD)
  const { size } = await handle.stat()
  const kind = kindOf(head)
  switch (kind) {
    case 'x12':
      return endsComplete(head, await bytesAt(handle, size - TAIL, TAIL))
    case 'json':
      return jsonIsWhole(handle, size)
    case 'gzip':
      return gunzips(handle, limits)
    case 'zip':
      return openZip(handle).then(
        () => true,
        (error: unknown) => error instanceof FileRefused === false,
      )
    case 'hl7v2':
    case 'cda':
      return endsWhole(kind, head, await bytesAt(handle, size - TAIL, TAIL))
    // By themselves they name no stay, and are refused for that.
    case 'rtf':
    case 'html':
      return true
    default:
      return false
  }
}

/**
 * A document parses; of lines, the last one does. What is larger than any line or document that is read is refused for
 * that.
 */
async function jsonIsWhole(handle: FileHandle, size: number): Promise<boolean> {
  const tail = (await bytesAt(handle, size - MOST_DOCUMENT, MOST_DOCUMENT)).toString().trimEnd()
  const isAll = size <= MOST_DOCUMENT
  if (isAll && parses(tail)) return true
  const lines = tail.split('\n')
  const isOfLines = !isAll || parses(lines.find((line) => line.trim() !== '') ?? '')
  return isOfLines && (lines.length === 1 ? !isAll : parses(lines.at(-1) ?? ''))
}

function parses(text: string): boolean {
  try {
    return typeof JSON.parse(text.replace(/^\ufeff/, '')) === 'object'
  } catch {
    return false
  }
}
