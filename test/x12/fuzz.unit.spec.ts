import { describe, expect, it } from '@jest/globals'
import { parseClaim } from '@claims-audit/claim'
import { diceOf } from '../conformance/dice.js'
import type { Dice } from '../conformance/dice.js'
import { billOf } from './generate-bills.js'
import { read837 } from './read-837.js'
import { styleOf, write837 } from './write-837.js'

/** SEED=n repeats one file. */
const FIRST = Number(process.env['SEED'] ?? 1)
const FILES = process.env['SEED'] === undefined ? 2_000 : 1
/** A file of a few kilobytes takes milliseconds; the machine may be busy. */
const LONGEST_MS = 5_000

/** Of text that is in no transaction only the interchange can be told. */
const SKIPPED = new Set(['no-interchange', 'segment-too-long', 'outside-a-transaction'])

type Damage = (bytes: Buffer, dice: Dice) => Buffer

const at = (bytes: Buffer, dice: Dice): number => dice.between(0, Math.max(0, bytes.length - 1))
const noise = (dice: Dice, length: number): Buffer => Buffer.from(Array.from({ length }, () => dice.between(0, 255)))

const DAMAGES: Record<string, Damage> = {
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
    return Buffer.concat([
      bytes.subarray(0, from),
      Buffer.alloc(5_000, dice.pick(['*', ':', '~', '^'])),
      bytes.subarray(from),
    ])
  },
  'nothing but noise': (_, dice) => noise(dice, dice.between(0, 2_000)),
  'an ISA and noise': (bytes, dice) => Buffer.concat([bytes.subarray(0, 110), noise(dice, 2_000)]),
}

describe(`files that are damaged (seeds ${FIRST} to ${FIRST + FILES - 1})`, () => {
  it('get an answer that names the place, however they are cut, and a good interchange before them goes through', () => {
    for (let seed = FIRST; seed < FIRST + FILES; seed++) {
      const dice = diceOf(seed)
      const good = write837([billOf(dice, 1), billOf(dice, 2)], { ...styleOf(dice), wrap: 0 })
      const intact = read837(good)
      const bills = Array.from({ length: dice.between(1, 4) }, (_, i) => billOf(dice, i + 3))
      let damaged = write837(bills, styleOf(dice), dice.between(1, 3))
      const names = Array.from({ length: dice.between(1, 3) }, () => dice.pick(Object.keys(DAMAGES)))
      for (const name of names) damaged = DAMAGES[name]?.(damaged, dice) ?? damaged

      const began = performance.now()
      const file = Buffer.concat([good, damaged])
      const { results, report } = read837(file)
      const took = performance.now() - began

      const what = { seed, names }
      expect({ ...what, first: results.slice(0, 2) }).toEqual({ ...what, first: intact.results })
      const told = results.reduce((sum, result) => sum + ('claim' in result ? 1 : result.claims), 0)
      expect({ ...what, told }).toEqual({ ...what, told: report.claims })
      for (const result of results) {
        if ('claim' in result) parseClaim(result.claim)
        else if (!SKIPPED.has(result.refused.code))
          expect({ ...what, ...result.refused.place }).toMatchObject({
            interchange: expect.any(Number),
            id: expect.any(String),
          })
      }
      const piece = dice.pick([1, 3, 17, 106, 1_000])
      expect({ ...what, piece, ...read837(file, piece) }).toEqual({ ...what, piece, results, report })
      expect({ ...what, isSlow: took > LONGEST_MS }).toEqual({ ...what, isSlow: false })
    }
  })
})
