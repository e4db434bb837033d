import type { Dice } from './conformance/dice.js'

/** What happens to a file on its way. */
export type Damage = (bytes: Buffer, dice: Dice) => Buffer

const at = (bytes: Buffer, dice: Dice): number => dice.between(0, Math.max(0, bytes.length - 1))
export const noise = (dice: Dice, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => dice.between(0, 255)))

/** Damages to any kind of file whose structure is made by these characters. */
export const damagesOf = (separators: string[]): Record<string, Damage> => ({
  'a byte changed': (bytes, dice) => {
    const copy = Buffer.from(bytes)
    copy[at(bytes, dice)] = dice.between(0, 255)
    return copy
  },
  'bytes left out': (bytes, dice) => {
    const from = at(bytes, dice)
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + dice.between(1, 200))])
  },
  'noise put in': (bytes, dice) => {
    const from = at(bytes, dice)
    return Buffer.concat([bytes.subarray(0, from), noise(dice, dice.between(1, 300)), bytes.subarray(from)])
  },
  'a part twice': (bytes, dice) => {
    const from = at(bytes, dice)
    return Buffer.concat([bytes.subarray(0, from + dice.between(1, 900)), bytes.subarray(from)])
  },
  'cut off': (bytes, dice) => bytes.subarray(0, at(bytes, dice)),
  'cut off in front': (bytes, dice) => bytes.subarray(at(bytes, dice)),
  'two separators exchanged': (bytes, dice) => {
    const [one, other] = [bytes[at(bytes, dice)], bytes[at(bytes, dice)]]
    return Buffer.from(
      bytes.map((byte) => (byte === one ? (other as number) : byte === other ? (one as number) : byte)),
    )
  },
  'a separator many times': (bytes, dice) => {
    const from = at(bytes, dice)
    return Buffer.concat([bytes.subarray(0, from), Buffer.alloc(5_000, dice.pick(separators)), bytes.subarray(from)])
  },
  'nothing but noise': (_, dice) => noise(dice, dice.between(0, 2_000)),
})
