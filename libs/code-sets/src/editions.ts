/** A calendar day, `YYYY-MM-DD`; such strings compare in date order. */
export type IsoDate = string

/** The reference editions in force on a day: ICD-10 codes, MS-DRG version, and the edition whose tabular notes and titles serve. */
export interface Editions {
  icd10: string
  msDrg: string
  notes: string
}

/** The one tabular edition that is loaded; where it differs from `icd10` its notes are the nearest, not the exact ones. */
const LOADED_NOTES = 'FY2026 April'

/** CMS updates codes each 1 October and, since FY2023, each 1 April; dates are inclusive. */
const EFFECTIVE: readonly (readonly [from: IsoDate, to: IsoDate, icd10: string, msDrg: string])[] = [
  ['2022-10-01', '2023-03-31', 'FY2023', '40.0'],
  ['2023-04-01', '2023-09-30', 'FY2023 April', '40.1'],
  ['2023-10-01', '2024-03-31', 'FY2024', '41.0'],
  ['2024-04-01', '2024-09-30', 'FY2024 April', '41.1'],
  ['2024-10-01', '2025-03-31', 'FY2025', '42.0'],
  ['2025-04-01', '2025-09-30', 'FY2025 April', '42.1'],
  ['2025-10-01', '2026-03-31', 'FY2026', '43.0'],
  ['2026-04-01', '2026-09-30', 'FY2026 April', '43.1'],
  ['2026-10-01', '2027-03-31', 'FY2027', '44.0'],
]

/** The editions for a discharge (or service) date; undefined where the effective-date table has no row. */
export function editionsOn(date: IsoDate): Editions | undefined {
  const row = EFFECTIVE.find(([from, to]) => from <= date && date <= to)
  return row && { icd10: row[2], msDrg: row[3], notes: LOADED_NOTES }
}
