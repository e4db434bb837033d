import { readSourceTable } from '@claims-audit/reference'

/** What a version's federal tables hold, by the roles that codes play in grouping. */
export interface VersionCodes {
  /** `40.0` to `44.0`. */
  version: string
  diagnoses: string[]
  diagnosesOfMdc: Map<string, string[]>
  /** By attribute: of grouping (`hivmaj`), of a HAC (`HAC05`), of a DRG's category (`dxcat0610`). */
  diagnosesWith: Map<string, string[]>
  diagnosisAttributes: string[]
  /** Of diagnoses on the lists of hospital-acquired conditions. */
  hacAttributes: string[]
  /** By MDC and attribute: `25 hiv`. */
  diagnosesOfMdcWith: Map<string, string[]>
  /** By level: `MCC`, `CC`, `NCC`. */
  diagnosesOfSeverity: Map<string, string[]>
  /** Principals whose MDC goes by the patient's sex. */
  diagnosesBySex: string[]
  procedures: string[]
  proceduresWith: Map<string, string[]>
  procedureAttributes: string[]
  attributesOfProcedure: Map<string, string[]>
  /** Of spinal fusions; versions name them differently. */
  fusionAttributes: string[]
  fusions: Set<string>
  /** By cluster: its choices, each a list of procedures of which one must be there. */
  clusters: Map<string, string[][]>
  clusterNames: string[]
  clustersWith: Map<string, string[]>
  clustersOfProcedure: Map<string, string[]>
  rows: FormulaRow[]
  /** Those that ask for a count of procedures. */
  countingRows: FormulaRow[]
  rowsOfMdc: Map<string, FormulaRow[]>
  hacFormulas: string[]
}

export interface FormulaRow {
  mdc: string
  rerouteMdc: string
  formula: string
}

export const VERSIONS = ['40.0', '40.1', '41.0', '41.1', '42.0', '42.1', '43.0', '43.1', '44.0']

/** Procedures whose code begins so stand for a complete cluster; no claim carries them. */
const CLUSTER = 'Z@'

/** Conditions of a formula that count procedures: FOUR_STENTS, SGLANTCTR and their like. */
const COUNTS = /\b(BILATERAL|FOUR_\w+|MULTFUSE|\w+CTR)\b/

interface Dated {
  version_start: string
  version_end: string
}

interface DiagnosisRow extends Dated {
  code: string
  mdc: string
  severity: string
  attributes: string
  hac_attributes: string
  dxcat_attributes: string
}

/** The source tables' rows, of all versions. */
type Tables = ReturnType<typeof readTables>

/** Every version's codes, read from the source tables. Throws where a table is missing or malformed. */
export function readVersionCodes(): VersionCodes[] {
  const tables = readTables()
  return VERSIONS.map((version) => versionCodes(version, tables))
}

function readTables() {
  return {
    diagnoses: readSourceTable<DiagnosisRow>('ms-drg/diagnoses'),
    procedures: readSourceTable<Dated & { code: string; attributes: string }>('ms-drg/procedures'),
    clusters: readSourceTable<Dated & { cluster: string; choice: string; code: string }>('ms-drg/procedure-clusters'),
    formulas: readSourceTable<Dated & { mdc: string; reroute_mdc: string; formula: string }>('ms-drg/drg-formulas'),
    hacFormulas: readSourceTable<Dated & { formula: string }>('ms-drg/hac-formulas'),
    bySex: readSourceTable<Dated & { code: string }>('ms-drg/mdc-by-sex'),
  }
}

function versionCodes(version: string, tables: Tables): VersionCodes {
  const number = Number(version.replace('.', ''))
  const inForce = <Row extends Dated>(rows: Row[]): Row[] =>
    rows.filter((row) => Number(row.version_start) <= number && number <= Number(row.version_end))
  const diagnoses = inForce(tables.diagnoses)
  const procedures = inForce(tables.procedures)
  const single = procedures.filter((row) => !row.code.startsWith(CLUSTER))
  const components = inForce(tables.clusters)
  const diagnosesWith = codesBy(diagnoses, attributesOf)
  const proceduresWith = codesBy(single, (row) => listed(row.attributes))
  const clusters = new Map(
    [...Map.groupBy(components, (row) => row.cluster)].map(([name, rows]) => [
      name,
      [...codesBy(rows, (row) => [row.choice]).values()],
    ]),
  )
  const fusionAttributes = [...proceduresWith.keys()].filter((attribute) => /fus(e|ion)/.test(attribute))
  const rows = inForce(tables.formulas).map(({ mdc, reroute_mdc, formula }) => ({
    mdc,
    rerouteMdc: reroute_mdc,
    formula,
  }))
  return {
    version,
    diagnoses: codesOf(diagnoses),
    diagnosesOfMdc: codesBy(diagnoses, (row) => [row.mdc]),
    diagnosesWith,
    diagnosisAttributes: [...diagnosesWith.keys()],
    hacAttributes: [...new Set(diagnoses.flatMap((row) => listed(row.hac_attributes)))],
    diagnosesOfMdcWith: codesBy(diagnoses, (row) => attributesOf(row).map((attribute) => `${row.mdc} ${attribute}`)),
    diagnosesOfSeverity: codesBy(diagnoses, (row) => [row.severity]),
    diagnosesBySex: codesOf(inForce(tables.bySex)),
    procedures: codesOf(single),
    proceduresWith,
    procedureAttributes: [...proceduresWith.keys()],
    attributesOfProcedure: new Map(single.map((row) => [row.code, listed(row.attributes)])),
    fusionAttributes,
    fusions: new Set(fusionAttributes.flatMap((attribute) => proceduresWith.get(attribute) ?? [])),
    clusters,
    clusterNames: [...clusters.keys()],
    clustersWith: codesBy(
      procedures.filter((row) => row.code.startsWith(CLUSTER)),
      (row) => listed(row.attributes),
    ),
    clustersOfProcedure: new Map(
      [...Map.groupBy(components, (row) => row.code)].map(([code, rows]) => [code, rows.map((row) => row.cluster)]),
    ),
    rows,
    countingRows: rows.filter((row) => COUNTS.test(row.formula)),
    rowsOfMdc: Map.groupBy(rows, (row) => row.mdc),
    hacFormulas: inForce(tables.hacFormulas).map((row) => row.formula),
  }
}

function attributesOf(row: DiagnosisRow): string[] {
  return [row.attributes, row.hac_attributes, row.dxcat_attributes].flatMap(listed)
}

/** A list in a cell: `hivmaj|infection`. */
function listed(cell: string): string[] {
  return cell === '' ? [] : cell.split('|')
}

function codesOf(rows: { code: string }[]): string[] {
  return rows.map((row) => row.code)
}

/** The rows' codes under each of their keys. */
function codesBy<Row extends { code: string }>(rows: Row[], keysOf: (row: Row) => string[]): Map<string, string[]> {
  const codes = new Map<string, string[]>()
  for (const row of rows) {
    for (const key of keysOf(row)) {
      const known = codes.get(key)
      if (known) known.push(row.code)
      else codes.set(key, [row.code])
    }
  }
  return codes
}
