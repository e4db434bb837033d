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

/** It is refused as a whole, and will not be better another time. */
export class FileRefused extends Error {
  override name = 'FileRefused'

  constructor(readonly fault: FileFault) {
    super(fault)
  }
}
