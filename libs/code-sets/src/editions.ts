/** A calendar day, `YYYY-MM-DD`; such strings compare in date order. */
export type IsoDate = string

/**
 * The reference editions in force on a day: ICD-10 codes, MS-DRG version, and the edition whose tabular notes and
 * titles serve.
 */
export interface Editions {
  icd10: string
  msDrg: string
  /**
   * Where it differs from `icd10` that edition is not loaded, and this one is the nearest: what rests on its notes is
   * for a person to look at.
   */
  notes: string
  /** The day on which codes are looked up, one of the ICD-10 edition's. */
  codesOn: IsoDate
}

/** The editions of the tabular list that are loaded, with the folder of their source under `icd-10-cm/`. */
export const TABULARS = [
  { edition: 'FY2025 April', folder: 'fy2025-april' },
  { edition: 'FY2026 April', folder: 'fy2026-april' },
] as const

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
  return row && { icd10: row[2], msDrg: row[3], notes: nearestTabular(row[2]), codesOn: date }
}

/** The ICD-10 editions, oldest first. */
export const ICD_10_EDITIONS: readonly string[] = EFFECTIVE.map(([, , icd10]) => icd10)

/** The names of all editions that are loaded, oldest first. */
export const EDITION_NAMES = { icd10: ICD_10_EDITIONS, msDrg: EFFECTIVE.map(([, , , msDrg]) => msDrg) }

/**
 * An ICD-10 edition by its name, in place of that of a date; undefined for an unknown name. No code changes within an
 * edition, so its first day stands for all of them.
 */
export function icd10Named(name: string): Pick<Editions, 'icd10' | 'notes' | 'codesOn'> | undefined {
  const row = EFFECTIVE.find(([, , icd10]) => icd10 === name)
  return row && { icd10: name, notes: nearestTabular(name), codesOn: row[0] }
}

/** The loaded tabular edition that serves a day; outside the effective-date table the one nearest to its end. */
export function tabularOn(date: IsoDate): string {
  const row = EFFECTIVE.find(([, to]) => date <= to) ?? EFFECTIVE.at(-1)
  return nearestTabular((row as (typeof EFFECTIVE)[number])[2])
}

/**
 * The edition itself; else that of the same fiscal year, whose April update changes few notes; else the one fewest
 * editions away.
 */
function nearestTabular(icd10: string): string {
  const ofYear = TABULARS.find(({ edition }) => fiscalYear(edition) === fiscalYear(icd10))
  const [nearest] = [...TABULARS].sort((a, b) => distance(a.edition, icd10) - distance(b.edition, icd10))
  return (TABULARS.find(({ edition }) => edition === icd10) ?? ofYear ?? (nearest as (typeof TABULARS)[number])).edition
}

const fiscalYear = (edition: string): string => edition.slice(0, 'FY2026'.length)
const place = (edition: string): number => EFFECTIVE.findIndex(([, , icd10]) => icd10 === edition)
const distance = (a: string, b: string): number => Math.abs(place(a) - place(b))
