/**
 * What frames a message (HL7 v2, MLLP release 1): a vertical tab before it, a file separator and a carriage return
 * behind.
 */
const [BEGIN, END, CR] = [0x0b, 0x1c, 0x0d]

/** A frame that is larger than allowed: what follows it on its connection cannot be told apart. */
export class FrameTooLarge extends Error {}

/**
 * Takes messages out of their frames, however the bytes come in chunks, in the memory of one. What stands between
 * frames is passed over.
 */
export class FrameReader {
  #parts: Uint8Array[] = []
  #size = 0
  #isInside = false
  /** The last byte was a file separator within a frame. */
  #mayEnd = false

  /** `most`: bytes of a message. */
  constructor(private readonly most: number) {}

  /** The messages that a chunk completes, in order. Throws FrameTooLarge. */
  push(chunk: Uint8Array): Uint8Array[] {
    const messages: Uint8Array[] = []
    for (let at = 0; at < chunk.length;) {
      if (!this.#isInside) {
        const begin = chunk.indexOf(BEGIN, at)
        if (begin < 0) break
        this.#isInside = true
        at = begin + 1
        continue
      }
      if (this.#mayEnd) {
        this.#mayEnd = false
        if (chunk[at] === CR) {
          messages.push(this.#taken())
          at += 1
          continue
        }
        this.#keep(Uint8Array.of(END))
      }
      const end = chunk.indexOf(END, at)
      this.#keep(chunk.subarray(at, end < 0 ? chunk.length : end))
      this.#mayEnd = end >= 0
      at = end < 0 ? chunk.length : end + 1
    }
    return messages
  }

  #keep(part: Uint8Array): void {
    this.#size += part.length
    if (this.#size > this.most) throw new FrameTooLarge()
    if (part.length > 0) this.#parts.push(Uint8Array.from(part))
  }

  #taken(): Uint8Array {
    const message = Buffer.concat(this.#parts)
    this.#parts = []
    this.#size = 0
    this.#isInside = false
    return message
  }
}

/** A message in its frame. */
export const framed = (message: string): Uint8Array => Buffer.from(`\x0b${message}\x1c\r`)
