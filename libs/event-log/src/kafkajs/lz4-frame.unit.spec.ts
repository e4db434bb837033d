import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { compressFrameSync } from 'lz4-napi'
import { lz4UnpackedSize } from './lz4-frame.js'

it('an LZ4 frame is as long as its sequences say', async () => {
  const sizes = fc.array(fc.tuple(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 1, max: 5_000 })), {
    maxLength: 20,
  })
  await fc.assert(
    fc.asyncProperty(sizes, fc.boolean(), fc.boolean(), async (parts, contentChecksum, blockChecksums) => {
      const bytes = Buffer.concat(parts.map(([part, times]) => Buffer.alloc(part.length * times, part)))
      const frame = compressFrameSync(bytes, { contentChecksum, blockChecksums })
      expect(lz4UnpackedSize(frame, bytes.length)).toBe(bytes.length)
      if (bytes.length > 0) expect(() => lz4UnpackedSize(frame, bytes.length - 1)).toThrow()
    }),
    { numRuns: 100 },
  )
})
