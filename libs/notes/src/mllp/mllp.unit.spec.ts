import { describe, expect, it } from '@jest/globals'
import { FrameReader, FrameTooLarge, acknowledge, framed } from '../notes.js'

const read = (bytes: Uint8Array, size: number, most = 1_000): string[] => {
  const frames = new FrameReader(most)
  const messages: string[] = []
  for (let from = 0; from < bytes.length; from += size)
    messages.push(...frames.push(bytes.subarray(from, from + size)).map((each) => Buffer.from(each).toString()))
  return messages
}

describe('frames', () => {
  const stream = Buffer.concat([
    framed('MSH|one\r'),
    Buffer.from('\r\nnoise'),
    framed('a\x1cb'),
    framed(''),
    framed('MSH|two'),
    Buffer.from('\x0bunfinished'),
  ])

  it('give their messages however the bytes are cut, and nothing of one that is not whole', () => {
    for (let size = 1; size <= stream.length; size += 1)
      expect({ size, messages: read(stream, size) }).toEqual({ size, messages: ['MSH|one\r', 'a\x1cb', '', 'MSH|two'] })
  })

  it('larger than allowed are refused, whole or in pieces', () => {
    for (const size of [1, 7, 100]) {
      expect(() => read(framed('x'.repeat(51)), size, 50)).toThrow(FrameTooLarge)
      expect(read(framed('x'.repeat(50)), size, 50)).toHaveLength(1)
    }
  })
})

describe('an acknowledgment', () => {
  const message = Buffer.from('MSH|^~\\&|EHR|NORTH|AUDIT|WEST|20260105||MDM^T02|C-7|T|2.5.1\rPID|1')
  const at = '2026-01-05T16:20:30.000Z'

  it('answers who sent the message, and names it', () => {
    expect(acknowledge(message, [], at)).toBe(
      'MSH|^~\\&|AUDIT|WEST|EHR|NORTH|20260105162030||ACK^T02^ACK|C-7|T|2.5.1\rMSA|AA|C-7\r',
    )
  })

  it.each([
    ['AE', { message: 1, segment: 5, id: 'OBX', field: 5 }, 'pdf', 'ERR||OBX^5^5|102|E||||pdf'],
    ['AE', { message: 1, segment: 3, id: 'TXA', field: 12 }, 'document-id', 'ERR||TXA^3^12|101|E||||document-id'],
    ['AR', { message: 1, segment: 1, id: 'MSH', field: 9 }, 'message-type', 'ERR||MSH^1^9|200|E||||message-type ADT'],
  ])('is %s with the place of a fault', (code, place, reason, error) => {
    const keyword = reason === 'message-type' ? 'ADT' : null
    const segments = acknowledge(message, [{ at: place, reason: { code: reason, pointer: null, keyword } }], at).split(
      '\r',
    )
    expect(segments.slice(1, 3)).toEqual([`MSA|${code}|C-7`, error])
  })

  it('is given to what is no message', () => {
    const fault = { at: { message: 0 }, reason: { code: 'outside-a-message', pointer: null, keyword: null } }
    expect(acknowledge(Buffer.from('x'), [fault], at).split('\r')[1]).toBe('MSA|AR|')
  })
})
