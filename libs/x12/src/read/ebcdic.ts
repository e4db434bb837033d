/**
 * IBM code page 037, in which mainframes send X12, to Latin-1: what each of the 256 bytes becomes. Its next line (15)
 * is a line feed.
 */
const TABLE = Buffer.from(
  [
    '000102039c09867f978d8e0b0c0d0e0f101112139d0a08871819928f1c1d1e1f',
    '80818283840a171b88898a8b8c050607909116939495960498999a9b14159e1a',
    '20a0e2e4e0e1e3e5e7f1a22e3c282b7c26e9eaebe8edeeefecdf21242a293bac',
    '2d2fc2c4c0c1c3c5c7d1a62c255f3e3ff8c9cacbc8cdcecfcc603a2340273d22',
    'd8616263646566676869abbbf0fdfeb1b06a6b6c6d6e6f707172aabae6b8c6a4',
    'b57e737475767778797aa1bfd0dddeae5ea3a5b7a9a7b6bcbdbe5b5dafa8b4d7',
    '7b414243444546474849adf4f6f2f3f57d4a4b4c4d4e4f505152b9fbfcf9faff',
    '5cf7535455565758595ab2d4d6d2d3d530313233343536373839b3dbdcd9da9f',
  ].join(''),
  'hex',
)

/** "ISA" in EBCDIC. */
const ISA = [0xc9, 0xe2, 0xc1]

export const isEbcdic = (bytes: Uint8Array): boolean => ISA.every((byte, i) => bytes[i] === byte)

export function latin1Of(ebcdic: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(ebcdic.length)
  for (let i = 0; i < ebcdic.length; i++) bytes[i] = TABLE[ebcdic[i] as number] as number
  return bytes
}

/** The same text in that code page: of each byte, the one that it was. */
export function ebcdicOf(latin1: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(latin1.length)
  for (let i = 0; i < latin1.length; i++) bytes[i] = TABLE.indexOf(latin1[i] as number)
  return bytes
}
