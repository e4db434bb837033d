/** Why a file, or a file within an archive, is not read. */
export type FileFault =
  | 'not-a-file' // a link, a pipe, a device
  | 'unreadable'
  | 'unfinished' // it stopped growing before its end
  | 'type' // of no kind that is read
  | 'documents-apart' // documents, where they do not come apart from claims
  | 'no-stay' // RTF or HTML by itself: it names no stay
  | 'archive' // damaged, or of a kind that is not read
  | 'encrypted'
  | 'nested' // an archive within an archive
  | 'too-large'
  | 'too-many-entries'
  | 'changed' // while it was read
  | 'reader-failed' // a fault of ours, which would come again

/** It is refused as a whole, and will not be better another time. */
export class FileRefused extends Error {
  override name = 'FileRefused'

  constructor(readonly fault: FileFault) {
    super(fault)
  }
}

/**
 * Why a file is refused by an error; undefined for what passes by itself (Kafka, the disk), for which it waits. What our
 * own code throws would come again with the same bytes, and keep the submitter's other files waiting for good.
 */
export function faultOf(error: unknown): FileFault | undefined {
  if (error instanceof FileRefused) return error.fault
  const isOurs = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
  return isOurs ? 'reader-failed' : undefined
}
