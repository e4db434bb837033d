import { describe, expect, it } from '@jest/globals'
import { parseClaim } from '@claims-audit/claim'
import { diceOf } from '../conformance/dice.js'
import { billOf } from './generate-bills.js'
import { read837 } from './read-837.js'
import { styleOf, write837 } from './write-837.js'
import { seedsOf } from '../seeds.js'

const { seeds, told } = seedsOf(150)
const PIECES = [1, 2, 3, 7, 50, 105, 106, 107, 333, 1024]

function drawn(seed: number) {
  const dice = diceOf(seed)
  const bills = Array.from({ length: dice.between(1, 8) }, (_, i) => billOf(dice, i + 1))
  const style = styleOf(dice)
  const file = write837(bills, style, dice.between(1, 4))
  // Institutional claims come in the first group.
  const isLater = (claim: { claimType: string }): number => Number(claim.claimType === 'professional')
  const claims = bills.map(({ claim }) => claim).sort((a, b) => isLater(a) - isLater(b))
  return { file, style, claims, bills }
}

describe(`claims written as 837 files and read again (${told})`, () => {
  it('are the same claims, whatever the separators, line ends and wraps', () => {
    for (const seed of seeds) {
      const { file, style, claims } = drawn(seed)
      const { results, report } = read837(file)
      expect({ seed, style, claims: results.map((result) => ('claim' in result ? result.claim : result)) }).toEqual({
        seed,
        style,
        claims,
      })
      for (const claim of claims) expect(parseClaim(claim)).toHaveProperty('claim')
      expect({ seed, claims: report.claims, lines: report.lines, refused: report.claimsRefused }).toEqual({
        seed,
        claims: claims.length,
        lines: claims.flatMap(({ lines = [] }) => lines).length,
        refused: 0,
      })
      const odd = report.notes.map(({ code }) => code).filter((code) => code !== 'wrapped')
      expect({ seed, odd }).toEqual({ seed, odd: [] })
    }
  })

  it('are the same when the file comes in pieces, cut at any byte', () => {
    for (const seed of seeds.slice(0, 40)) {
      const { file } = drawn(seed)
      const whole = read837(file)
      for (const piece of PIECES) expect({ seed, piece, ...read837(file, piece) }).toEqual({ seed, piece, ...whole })
    }
  })
})
