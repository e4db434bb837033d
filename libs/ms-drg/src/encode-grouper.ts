import { codeKey, encodeColumns, Interned, type Column } from '@claims-audit/code-sets'
import { compileFormula } from './formula.js'
import { procedureTally, traumaSites } from './tally.js'
import { ANYWHERE, CC, CONDITIONS, MCC, NCC, ON_PRINCIPAL, ON_SECONDARY, SCOPES } from './tables.js'
import type { Cluster, Condition, GrouperMeta, ProcedureList, ReturnCode, Row, Scheme } from './tables.js'

interface Dated {
  version_start: string
  version_end: string
}

/** The rows of the source tables, as their CSV headers name them; a row holds for version_start <= 430 (43.0) <= version_end. */
export interface GrouperRows {
  diagnoses: (Dated & { code: string; mdc: string; severity: string; attributes: string; hac_attributes: string; dxcat_attributes: string })[]
  procedures: (Dated & { code: string; attributes: string })[]
  clusters: (Dated & { cluster: string; suppression_mdcs: string; choice: string; code: string })[]
  formulas: (Dated & { mdc: string; rank: string; drg: string; reroute_mdc: string; formula: string; severity_suppression: string })[]
  exclusionGroups: (Dated & { pdx_code: string; exclusion_group: string })[]
  exclusionMembers: { exclusion_group: string; cc_mcc_code: string }[]
  hacFormulas: (Dated & { hac: string; formula: string })[]
  mdcBySex: (Dated & { code: string; male_mdc: string; female_mdc: string })[]
  titles: (Dated & { drg: string; description: string })[]
  /** Table 5 of FY2026. */
  weights: { drg: string; weight_10pct_cap: string; gmlos: string }[]
}

const VERSIONS = ['40.0', '40.1', '41.0', '41.1', '42.0', '42.1', '43.0', '43.1', '44.0']

/** No row of MDC 99 assigns a DRG that grouping reaches: it restates the error DRG. */
const ERROR_MDC = '99'

/** The pre-MDC rows without a DRG that end grouping, and what they report. All other rows without a DRG are markers. */
const RETURN_CODES: Record<string, ReturnCode> = {
  'SDX:mccalive & INVALID_DSTAT': 'INVALID_DISCHARGE_STATUS',
  INVALID_PDX: 'INVALID_PDX',
  PDX_ECODE: 'DX_CANNOT_BE_PDX',
  INVALID_SEX: 'INVALID_SEX',
}

/** Compiles the grouper's tables of all versions into one binary table, which `openGrouper` reads. */
export function encodeGrouper(rows: GrouperRows): Uint8Array {
  const signals = new Signals(rows)
  const diagnoses = sortedCodes([...rows.diagnoses.map((row) => row.code), ...rows.exclusionMembers.map((row) => row.cc_mcc_code)])
  const procedures = sortedCodes(rows.procedures.map((row) => row.code).filter((code) => !isCluster(code)))
  const formulas = new Interned<GrouperMeta['formulas'][number]>()
  const formula = (text: string): number => formulas.numberOf({ text, steps: compileFormula(text, (atom) => signals.of(atom)) })
  const suppressions = new Interned<number[]>([[]])
  const schemes = new Interned<Scheme>()
  const lists = new Interned<ProcedureList>()
  const clusters = encodeClusters(rows, signals, lists, procedures)
  const groups = exclusionGroups(rows)
  const schemeNumbers = new Map(rows.diagnoses.map((row) => [row, schemes.numberOf(schemeOf(row, signals)) + 1]))
  const listNumbers = new Map(rows.procedures.map((row) => [row, lists.numberOf(listOf(row.attributes, signals)) + 1]))
  const columns: Record<string, Column> = {
    'dx.keys': Float64Array.from(diagnoses.codes, codeKey),
    'pr.keys': Float64Array.from(procedures.codes, codeKey),
    ...exclusionMemberColumns(rows, groups, diagnoses),
  }
  const meta: GrouperMeta = {
    versions: VERSIONS,
    signals: signals.count,
    conditions: signals.conditions(),
    schemes: schemes.values,
    procedureLists: lists.values,
    clusters: clusters.values,
    clusterLists: clusters.lists,
    formulas: formulas.values,
    suppressions: suppressions.values,
    rows: {},
    hacs: {},
    mdcBySex: {},
    titles: {},
    weights: Object.fromEntries(rows.weights.map((row) => [row.drg, [decimal(row.weight_10pct_cap), decimal(row.gmlos)]])),
  }
  for (const version of VERSIONS) {
    columns[`dx.scheme.${version}`] = column(diagnoses, inForce(rows.diagnoses, version), (row) => [
      row.code,
      schemeNumbers.get(row) as number,
    ])
    columns[`dx.exclusion.${version}`] = column(diagnoses, inForce(rows.exclusionGroups, version), (row) => [
      row.pdx_code,
      groups.numberOf(row.exclusion_group) + 1,
    ])
    columns[`pr.list.${version}`] = column(
      procedures,
      inForce(rows.procedures, version).filter((row) => !isCluster(row.code)),
      (row) => [row.code, listNumbers.get(row) as number],
    )
    columns[`pr.clusters.${version}`] = clusters.columns.get(version) as Uint16Array
    meta.rows[version] = rankedRows(inForce(rows.formulas, version), formula, (names) =>
      suppressions.numberOf(names.map((name) => signals.attribute(name)).filter((attribute) => attribute !== undefined)),
    )
    meta.hacs[version] = inForce(rows.hacFormulas, version).map((row) => [Number(row.hac), formula(row.formula)])
    meta.mdcBySex[version] = inForce(rows.mdcBySex, version).map((row) => [
      diagnoses.indexOf(row.code),
      Number(row.male_mdc),
      Number(row.female_mdc),
    ])
    meta.titles[version] = Object.fromEntries(inForce(rows.titles, version).map((row) => [row.drg.padStart(3, '0'), row.description]))
  }
  return encodeColumns(columns, meta)
}

/** Numbers the attributes that some formula or suppression list asks for; the others cannot matter, and are left out. */
class Signals {
  readonly #attributes = new Map<string, number>()

  constructor(rows: GrouperRows) {
    const formulas = [...rows.formulas, ...rows.hacFormulas].map((row) => row.formula)
    formulas.flatMap((formula) => formula.match(/[^&|~()\s]+/g) ?? []).forEach((atom) => this.#add(atom))
    rows.formulas.flatMap((row) => split(row.severity_suppression)).forEach((name) => this.#add(name))
  }

  #add(atom: string): void {
    const { name } = readAtom(atom)
    if (!this.#attributes.has(name)) this.#attributes.set(name, this.#attributes.size)
  }

  get count(): number {
    return this.#attributes.size * SCOPES
  }

  attribute(name: string): number | undefined {
    return this.#attributes.get(name)
  }

  attributes(names: string[]): number[] {
    return names.map((name) => this.attribute(name)).filter((attribute) => attribute !== undefined)
  }

  of(atom: string): number {
    const { name, scope } = readAtom(atom)
    return (this.#attributes.get(name) as number) * SCOPES + scope
  }

  conditions(): GrouperMeta['conditions'] {
    const used = CONDITIONS.filter((name) => this.#attributes.has(name))
    return Object.fromEntries(used.map((name: Condition) => [name, this.of(name)]))
  }
}

/** `ONLY:` is a condition over all diagnoses, so it stays part of the name; `ANY:` is what no prefix means. */
function readAtom(atom: string): { name: string; scope: number } {
  if (atom.startsWith('PDX:')) return { name: atom.slice(4), scope: ON_PRINCIPAL }
  if (atom.startsWith('SDX:')) return { name: atom.slice(4), scope: ON_SECONDARY }
  return { name: atom.replace(/^ANY:/, ''), scope: ANYWHERE }
}

class CodeList {
  readonly #index: Map<string, number>

  constructor(readonly codes: string[]) {
    this.#index = new Map(codes.map((code, i) => [code, i]))
  }

  indexOf(code: string): number {
    const index = this.#index.get(code)
    if (index === undefined) throw new RangeError(`${code} is not among the codes of the grouper's tables`)
    return index
  }
}

function sortedCodes(codes: string[]): CodeList {
  return new CodeList([...new Set(codes)].sort((a, b) => codeKey(a) - codeKey(b)))
}

function isCluster(code: string): boolean {
  return code.startsWith('Z@')
}

function inForce<Row extends Dated>(rows: Row[], version: string): Row[] {
  const number = Number(version.replace('.', ''))
  return rows.filter((row) => Number(row.version_start) <= number && number <= Number(row.version_end))
}

/** One number per code, zero where the version has no row. */
function column<Row>(codes: CodeList, rows: Row[], cell: (row: Row) => [code: string, value: number]): Uint16Array {
  const values = new Uint16Array(codes.codes.length)
  for (const row of rows) {
    const [code, value] = cell(row)
    if (value > 0xffff) throw new RangeError(`${value} does not fit the column`)
    values[codes.indexOf(code)] = value
  }
  return values
}

function split(list: string): string[] {
  return list === '' ? [] : list.split('|')
}

function decimal(text: string): number | null {
  return text === '' || Number.isNaN(Number(text)) ? null : Number(text)
}

const SEVERITIES: Record<string, number> = { NCC, CC, MCC }

function schemeOf(row: GrouperRows['diagnoses'][number], signals: Signals): Scheme {
  const attributes = split(row.attributes)
  const hacAttributes = split(row.hac_attributes)
  return {
    mdc: Number(row.mdc),
    severity: SEVERITIES[row.severity] as number,
    attributes: signals.attributes([...attributes, ...hacAttributes, ...split(row.dxcat_attributes)]),
    hacs: [...new Set(hacAttributes.map((name) => Number(/^hac(\d+)/i.exec(name)?.[1])))],
    aliveOnly: attributes.includes('mccalive'),
    external: attributes.includes('ecode'),
    incident: attributes.includes('incident'),
    traumaSites: traumaSites(attributes),
  }
}

/** Procedures that may lead out of their MDC (lists 468 and 477 of the Definitions Manual) are the operating-room procedures. */
function listOf(joined: string, signals: Signals): ProcedureList {
  const names = split(joined)
  const operatingRoom = names.includes('d468') || names.includes('d477')
  return { attributes: signals.attributes(operatingRoom ? [...names, 'ORPROC'] : names), tally: procedureTally(names) }
}

function encodeClusters(rows: GrouperRows, signals: Signals, lists: Interned<ProcedureList>, procedures: CodeList) {
  const clusters = new Interned<Cluster>()
  const clusterLists = new Interned<number[]>()
  const columns = new Map<string, Uint16Array>()
  for (const version of VERSIONS) {
    const attributes = new Map(inForce(rows.procedures, version).map((row) => [row.code, row.attributes]))
    const byCode = new Map<string, number[]>()
    for (const [name, members] of Map.groupBy(inForce(rows.clusters, version), (row) => row.cluster)) {
      const number = clusters.numberOf(clusterOf(name, members, lists.numberOf(listOf(attributes.get(name) ?? '', signals)), procedures))
      for (const code of new Set(members.map((row) => row.code))) byCode.set(code, [...(byCode.get(code) ?? []), number])
    }
    columns.set(version, column(procedures, [...byCode], ([code, numbers]) => [code, clusterLists.numberOf(numbers) + 1]))
  }
  return { values: clusters.values, lists: clusterLists.values, columns }
}

function clusterOf(name: string, members: GrouperRows['clusters'], list: number, procedures: CodeList): Cluster {
  const choices = [...new Set(members.map((row) => row.choice))]
  const mdcs = split(members[0]?.suppression_mdcs ?? '').map(Number)
  return {
    name,
    list,
    // 99 is the error MDC: nothing is grouped there.
    suppressedIn: mdcs.filter((mdc) => mdc < 32).reduce((bits, mdc) => bits | (1 << mdc), 0),
    choices: choices.length,
    codes: members.map((row) => [procedures.indexOf(row.code), choices.indexOf(row.choice)]),
  }
}

/** Rows by MDC in order of rank; rows that neither assign, reroute nor report are markers, and dropped. */
function rankedRows(
  rows: GrouperRows['formulas'],
  formula: (text: string) => number,
  suppression: (names: string[]) => number,
): Record<string, Row[]> {
  const byMdc = Map.groupBy(
    rows.filter((row) => row.mdc !== ERROR_MDC),
    (row) => row.mdc,
  )
  const ranked = [...byMdc].map(([mdc, list]) => {
    const encoded = list.map((row): Row => {
      const returnCode = mdc === '0' && row.drg === '0' ? (RETURN_CODES[row.formula] ?? 0) : 0
      const suppressed = suppression(split(row.severity_suppression))
      return [formula(row.formula), Number(row.drg), Number(row.reroute_mdc), suppressed, Number(row.rank), returnCode]
    })
    const effective = encoded.filter(([, drg, reroute, , , returnCode]) => drg > 0 || reroute > 0 || returnCode !== 0)
    return [mdc, effective.sort((a, b) => a[4] - b[4])] as const
  })
  return Object.fromEntries(ranked)
}

/** Exclusion groups renumbered densely, so that they index the member columns. */
function exclusionGroups(rows: GrouperRows): Interned<string> {
  const groups = new Interned<string>()
  for (const row of rows.exclusionMembers) groups.numberOf(row.exclusion_group)
  for (const row of rows.exclusionGroups) groups.numberOf(row.exclusion_group)
  return groups
}

function exclusionMemberColumns(rows: GrouperRows, groups: Interned<string>, diagnoses: CodeList): Record<string, Column> {
  const members = Array.from({ length: groups.values.length }, (): number[] => [])
  for (const row of rows.exclusionMembers) members[groups.numberOf(row.exclusion_group)]?.push(diagnoses.indexOf(row.cc_mcc_code))
  const ends = new Uint32Array(members.length + 1)
  members.forEach((list, i) => (ends[i + 1] = (ends[i] as number) + list.length))
  return { 'exclusion.ends': ends, 'exclusion.members': Uint32Array.from(members.flatMap((list) => list.sort((a, b) => a - b))) }
}
