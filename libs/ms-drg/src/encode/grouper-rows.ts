/** A row holds for version_start <= 430 (43.0) <= version_end. */
export interface Dated {
  version_start: string
  version_end: string
}

/** The rows of the source tables, as their CSV headers name them. */
export interface GrouperRows {
  diagnoses: (Dated & {
    code: string
    mdc: string
    severity: string
    attributes: string
    hac_attributes: string
    dxcat_attributes: string
  })[]
  procedures: (Dated & { code: string; attributes: string })[]
  clusters: (Dated & { cluster: string; suppression_mdcs: string; choice: string; code: string })[]
  formulas: (Dated & {
    mdc: string
    rank: string
    base_drg: string
    drg: string
    surgical: string
    reroute_mdc: string
    formula: string
    severity_suppression: string
  })[]
  exclusionGroups: (Dated & { pdx_code: string; exclusion_group: string })[]
  exclusionMembers: { exclusion_group: string; cc_mcc_code: string }[]
  hacFormulas: (Dated & { hac: string; formula: string })[]
  mdcBySex: (Dated & { code: string; male_mdc: string; female_mdc: string })[]
  titles: (Dated & { drg: string; description: string })[]
  /** Table 5 of FY2026. */
  weights: {
    drg: string
    weight_10pct_cap: string
    gmlos: string
    amlos: string
    post_acute: string
    special_pay: string
  }[]
}

/** A version as the source rows write it: `43.1` is 431. */
export function versionNumber(version: string): number {
  return Number(version.replace('.', ''))
}

/** The rows that hold in a version, written as `43.0`. */
export function inForce<Row extends Dated>(rows: readonly Row[], version: string): Row[] {
  const number = versionNumber(version)
  return rows.filter((row) => Number(row.version_start) <= number && number <= Number(row.version_end))
}

/** The names of a list joined by `|`. */
export function split(list: string): string[] {
  return list === '' ? [] : list.split('|')
}
