import { describe, expect, it } from '@jest/globals'
import { editionsOn } from './editions.js'

describe('editionsOn', () => {
  it.each([
    ['2022-10-01', 'FY2023', '40.0'],
    ['2025-09-30', 'FY2025 April', '42.1'],
    ['2026-01-09', 'FY2026', '43.0'],
    ['2026-04-01', 'FY2026 April', '43.1'],
    ['2027-03-31', 'FY2027', '44.0'],
  ])('on %s is %s and MS-DRG %s', (date, icd10, msDrg) => {
    expect(editionsOn(date)).toEqual({ icd10, msDrg, notes: 'FY2026 April' })
  })

  it.each(['2022-09-30', '2027-04-01', '', 'soon'])('knows none for "%s"', (date) => {
    expect(editionsOn(date)).toBeUndefined()
  })
})
