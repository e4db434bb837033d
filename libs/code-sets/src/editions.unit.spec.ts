import { describe, expect, it } from '@jest/globals'
import { ICD_10_EDITIONS, editionsOn, icd10Named } from './editions.js'

describe('editionsOn', () => {
  it.each([
    ['2022-10-01', 'FY2023', '40.0', 'FY2025 April'],
    ['2024-10-01', 'FY2025', '42.0', 'FY2025 April'],
    ['2025-09-30', 'FY2025 April', '42.1', 'FY2025 April'],
    ['2026-01-09', 'FY2026', '43.0', 'FY2026 April'],
    ['2026-04-01', 'FY2026 April', '43.1', 'FY2026 April'],
    ['2027-03-31', 'FY2027', '44.0', 'FY2026 April'],
  ])('on %s is %s and MS-DRG %s, with the notes of the nearest loaded edition', (date, icd10, msDrg, notes) => {
    expect(editionsOn(date)).toEqual({ icd10, msDrg, notes, codesOn: date })
  })

  it.each(['2022-09-30', '2027-04-01', '', 'soon'])('knows none for "%s"', (date) => {
    expect(editionsOn(date)).toBeUndefined()
  })
})

describe('icd10Named', () => {
  it('gives each edition as any of its days does, but for the day', () => {
    for (const name of ICD_10_EDITIONS) {
      const named = icd10Named(name)
      const { msDrg: _, ...onItsFirstDay } = editionsOn(named?.codesOn ?? '') ?? {}
      expect(named).toEqual(onItsFirstDay)
    }
    expect(ICD_10_EDITIONS).toContain('FY2026 April')
  })

  it.each(['FY2030', 'fy2026', '', '2026-01-09'])('knows none of the name "%s"', (name) => {
    expect(icd10Named(name)).toBeUndefined()
  })
})
