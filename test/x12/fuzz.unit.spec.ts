import { describe, expect, it } from '@jest/globals'
import { parseClaim } from '@claims-audit/claim'
import { diceOf } from '../conformance/dice.js'
import { damagesOf, noise } from '../damages.js'
import type { Damage } from '../damages.js'
import { billOf } from './generate-bills.js'
import { read837 } from './read-837.js'
import { styleOf, write837 } from './write-837.js'
import { seedsOf } from '../seeds.js'

const { seeds, told } = seedsOf(800)
/** A file of a few kilobytes takes milliseconds; the machine may be busy. */
const LONGEST_MS = 5_000

/** Of text that is in no transaction only the interchange can be told. */
const SKIPPED = new Set(['no-interchange', 'segment-too-long', 'outside-a-transaction'])

const DAMAGES: Record<string, Damage> = {
  ...damagesOf(['*', ':', '~', '^']),
  'an ISA and noise': (bytes, dice) => Buffer.concat([bytes.subarray(0, 110), noise(dice, 2_000)]),
}

describe(`files that are damaged (${told})`, () => {
  it('get an answer that names the place, however they are cut, and a good interchange before them goes through', () => {
    for (const seed of seeds) {
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
