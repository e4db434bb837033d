/** What a file is cut into; `message`: its number from 1, of what stands before the first one 0. */
export type Piece =
  | { is: 'message'; message: number; bytes: Uint8Array }
  /** Text that is in no message, and is no envelope of a batch either. */
  | { is: 'outside'; message: number }
  | { is: 'too-large'; message: number }

/** A message with a scanned report in it is some megabytes. */
const LARGEST_MESSAGE = 32_000_000

/**
 * Where a message begins: behind an end of line, or where a frame begins (MLLP: a vertical tab), a byte order mark
 * before it or not.
 */
const BEGIN = /[\r\n\x0b\x1c](?:\xef\xbb\xbf)?MSH(?=[^A-Za-z0-9\s])/g
/** Bytes of a beginning that a chunk may have cut: all but the first. */
const HELD_BACK = 7
const NEWLINE = 10

/**
 * Cuts the bytes of a file into HL7 v2 messages, in the memory of one. However the bytes come in chunks, the messages
 * are the same.
 */
export class MessageCutter {
  #parts: Uint8Array[] = []
  #size = 0
  #message = 0
  #last = NEWLINE
  #heldBack: Uint8Array = new Uint8Array()

  push(chunk: Uint8Array): Piece[] {
    return this.#cut(chunk, HELD_BACK)
  }

  end(): Piece[] {
    return [...this.#cut(new Uint8Array(), 0), ...this.#taken()]
  }

  #cut(chunk: Uint8Array, holdBack: number): Piece[] {
    const window = Buffer.concat([Uint8Array.of(this.#last), this.#heldBack, chunk])
    const upTo = Math.max(window.length - holdBack, 1)
    const pieces: Piece[] = []
    let from = 1
    for (const { index } of window.toString('latin1').matchAll(BEGIN)) {
      // One that begins with the last byte is found with the next chunk, which begins with it.
      if (index >= upTo - 1) break
      this.#keep(window.subarray(from, index + 1))
      pieces.push(...this.#taken())
      this.#message += 1
      from = index + 1
    }
    this.#keep(window.subarray(from, upTo))
    this.#last = window[upTo - 1] as number
    this.#heldBack = window.subarray(upTo)
    return pieces
  }

  #keep(part: Uint8Array): void {
    this.#size += part.length
    if (this.#size > LARGEST_MESSAGE) this.#parts = []
    else if (part.length > 0) this.#parts.push(part)
  }

  #taken(): Piece[] {
    const [bytes, isTooLarge, message] = [Buffer.concat(this.#parts), this.#size > LARGEST_MESSAGE, this.#message]
    this.#parts = []
    this.#size = 0
    if (isTooLarge) return [{ is: 'too-large', message }]
    if (message > 0) return [{ is: 'message', message, bytes }]
    return isEnvelope(bytes) ? [] : [{ is: 'outside', message }]
  }
}

/** What may stand before the first message: headers of a file or a batch, a byte order mark, white space. */
const isEnvelope = (bytes: Buffer): boolean =>
  bytes
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .split(/[\r\n\x0b\x1c]/)
    .every((line) => line.trim() === '' || /^(?:FHS|BHS)[^A-Za-z0-9\s]/.test(line))
