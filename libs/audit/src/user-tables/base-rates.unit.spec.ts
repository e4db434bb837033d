import { describe, expect, it } from '@jest/globals'
import { amountOf } from './base-rates.js'
import { tablesGiven, type GivenRow, type UserTables } from './user-tables.js'

const row = (change: Record<string, string> = {}): Record<string, string> => ({
  payer: 'MEDICARE',
  from: '2025-10-01',
  to: '2026-09-30',
  base_rate: '7000',
  ...change,
})

const ratesOf = (...rows: GivenRow[]): UserTables['baseRates'] =>
  tablesGiven({ baseRates: rows }).baseRates as UserTables['baseRates']

describe('a base-rate table', () => {
  const rates = ratesOf(
    row(),
    row({ facility: 'F1', base_rate: '8123.45' }),
    row({ from: '2026-10-01', to: '2027-09-30', base_rate: '7100' }),
  )

  it('prefers the facility’s own row, and knows its days', () => {
    expect(rates.rateOn('MEDICARE', 'F1', '2026-01-09')).toBe(812_345)
    expect(rates.rateOn('MEDICARE', 'F2', '2026-09-30')).toBe(700_000)
    expect(rates.rateOn('MEDICARE', 'F1', '2026-10-01')).toBe(710_000)
    expect(rates.rateOn('MEDICARE', 'F1', '2025-09-30')).toBeUndefined()
    expect(rates.rateOn('AETNA', 'F1', '2026-01-09')).toBeUndefined()
  })

  it('refuses two rates for one day', () => {
    expect(() => ratesOf(row(), row({ from: '2026-09-30', to: '2026-12-31' }))).toThrow(
      'two base rates of MEDICARE hold on 2026-09-30',
    )
  })

  it('is another table when a rate is another', () => {
    expect(ratesOf(row()).digest).not.toBe(ratesOf(row({ base_rate: '0.01' })).digest)
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
