import { describe, expect, it } from '@jest/globals'
import { countedConditions, procedureTally, traumaSites } from './tally.js'

const NONE = procedureTally([])

describe('procedureTally', () => {
  it('counts vessels and stents by the digit of their list', () => {
    expect(procedureTally(['percut', 'vessel3', 'stent2', 'NORdrugstent'])).toEqual({ ...NONE, vessels: 3, drugStents: 2 })
    expect(procedureTally(['stent4', 'NORstent'])).toEqual({ ...NONE, plainStents: 4 })
  })
})

describe('countedConditions', () => {
  it.each([
    [{ vessels: 4 }, ['FOUR_VESSELS']],
    [{ vessels: 3 }, []],
    [{ drugStents: 2, plainStents: 2 }, ['FOUR_STENTS']],
    [{ drugStents: 4 }, ['FOUR_STENTS', 'FOUR_DRUG_ELUTING_STENTS']],
    [{ sides: 0b11 }, ['BILATERAL']],
    [{ sides: 0b1 }, []],
    [{ sglantfuse: 2, sglpostfuse: 1 }, ['MULTFUSE', 'SINGLEFUSIONCTR', 'SGLANTCTR']],
    [{ sglpostfuse: 2 }, ['SGLPOSTFUSECTR']],
  ])('%j is %j', (counts, conditions) => {
    expect(countedConditions({ ...NONE, ...counts })).toEqual(conditions)
  })
})

describe('traumaSites', () => {
  it('is a set: two lists of one site are one', () => {
    expect(traumaSites(['sthead', 'strauma', 'stchest'])).toBe(0b11)
    expect(traumaSites(['strauma'])).toBe(0)
  })
})
