import { describe, expect, it } from '@jest/globals'
import { amountOf, baseRatesOf, type BaseRate } from './base-rates.js'

const row = (change: Partial<BaseRate> = {}): BaseRate => ({
  payer: 'MEDICARE',
  facility: '',
  from: '2025-10-01',
  to: '2026-09-30',
  cents: 700_000,
  ...change,
})

describe('a base-rate table', () => {
  const rates = baseRatesOf([
    row(),
    row({ facility: 'F1', cents: 812_345 }),
    row({ from: '2026-10-01', to: '2027-09-30', cents: 710_000 }),
  ])

  it('prefers the facility’s own row, and knows its days', () => {
    expect(rates.rateOn('MEDICARE', 'F1', '2026-01-09')).toBe(812_345)
    expect(rates.rateOn('MEDICARE', 'F2', '2026-09-30')).toBe(700_000)
    expect(rates.rateOn('MEDICARE', 'F1', '2026-10-01')).toBe(710_000)
    expect(rates.rateOn('MEDICARE', 'F1', '2025-09-30')).toBeUndefined()
    expect(rates.rateOn('AETNA', 'F1', '2026-01-09')).toBeUndefined()
  })

  it('refuses two rates for one day', () => {
    expect(() => baseRatesOf([row(), row({ from: '2026-09-30', to: '2026-12-31' })])).toThrow(
      'two base rates of MEDICARE hold on 2026-09-30',
    )
  })

  it('is another table when a rate is another', () => {
    expect(baseRatesOf([row()]).digest).not.toBe(baseRatesOf([row({ cents: 1 })]).digest)
  })
})

describe('amountOf', () => {
  it('is exact to the cent', () => {
    expect(amountOf(0.5048, 812_345)).toBe(4100.72)
    expect(amountOf(-0.5048, 812_345)).toBe(-4100.72)
    expect([amountOf(0, 812_345), amountOf(0.005, 100), amountOf(-0.005, 100), amountOf(-0.0001, 1)]).toEqual([
      0, 0.01, -0.01, 0,
    ])
  })
})
