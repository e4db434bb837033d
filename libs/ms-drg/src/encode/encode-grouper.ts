import {
  Interned,
  encodeColumns,
  endsOf,
  textColumn,
  type CodeDictionary,
  type CodeLists,
  type Column,
} from '@claims-audit/code-sets'
import { CONDITIONS, procedureTally, traumaSites } from './conditions.js'
import { encodeClusters } from './encode-clusters.js'
import { CC, MCC, NCC } from './formula.js'
import { inForce, split, type GrouperRows } from './grouper-rows.js'
import { SignalLists } from './signal-lists.js'
import {
  ALIVE_ONLY,
  EXTERNAL_CAUSE,
  HAC_NAMESPACE,
  INCIDENT,
  RETURN_CODES,
  type DrgWeight,
  type GrouperMeta,
  type ReturnCode,
} from '../tables.js'
import type { Tally } from '../tally.js'

const VERSIONS = ['40.0', '40.1', '41.0', '41.1', '42.0', '42.1', '43.0', '43.1', '44.0']
/** Table 5 of FY2026 holds for 43. */
const WEIGHTED_VERSIONS = ['43.0', '43.1']

/** No row of MDC 99 assigns a DRG that grouping reaches: it restates the error DRG. */
const ERROR_MDC = '99'

/** The pre-MDC rows without a DRG that end grouping, and what they report. All other rows without a DRG are markers. */
const REPORTS: Record<string, ReturnCode> = {
  'SDX:mccalive & INVALID_DSTAT': 'INVALID_DISCHARGE_STATUS',
  INVALID_PDX: 'INVALID_PDX',
  PDX_ECODE: 'DX_CANNOT_BE_PDX',
  INVALID_SEX: 'INVALID_SEX',
}

/** The codes that these rows speak of, for the dictionary. */
export function codesOfGrouper(rows: GrouperRows): CodeLists {
  return {
    diagnoses: [...rows.diagnoses.map((row) => row.code), ...rows.exclusionMembers.map((row) => row.cc_mcc_code)],
    procedures: rows.procedures.map((row) => row.code).filter((code) => !isCluster(code)),
  }
}

/**
 * Compiles the grouper's tables of all versions into one binary table, which `openGrouper` reads with the same
 * dictionary.
 */
export function encodeGrouper(rows: GrouperRows, codes: CodeDictionary): Uint8Array {
  const lists = new SignalLists(rows.formulas.flatMap((row) => split(row.severity_suppression)))
  const rules = encodeRules(rows, lists)
  const diagnoses = encodeDiagnoses(rows, lists, codes, rules.suppressions)
  const procedures = encodeProcedures(rows, lists, codes)
  const columns: Record<string, Column> = {
    ...rules.columns,
    ...diagnoses.columns,
    ...procedures.columns,
    ...encodeClusters(rows, VERSIONS, codes, procedures.profileOf),
    ...encodeExclusions(rows, codes),
    ...encodeTitles(rows),
    'condition.lists': Uint16Array.from(CONDITIONS.flatMap((name) => lists.of([name]))),
    ...lists.columns(),
  }
  return encodeColumns(columns, {
    versions: VERSIONS,
    signals: lists.signals,
    conditions: [...CONDITIONS],
    tallies: procedures.tallies,
    mdcBySex: Object.fromEntries(VERSIONS.map((version) => [version, mdcBySex(rows, version, codes)])),
    weightedVersions: WEIGHTED_VERSIONS,
    weights: Object.fromEntries(rows.weights.map((row) => [row.drg, weightOf(row)])),
  } satisfies GrouperMeta)
}

function isCluster(code: string): boolean {
  return code.startsWith('Z@')
}

interface EncodedRow {
  drg: number
  baseDrg: number
  reroute: number
  suppression: number
  rank: number
  returnCode: number
  formula: string
}

/** The ranked rows of all versions, and each version's alternatives by namespace. */
function encodeRules(rows: GrouperRows, lists: SignalLists) {
  const encoded = new Interned<EncodedRow>()
  const suppressions = new Interned<string[]>([[]])
  const columns: Record<string, Column> = {}
  for (const version of VERSIONS) {
    const byMdc = Map.groupBy(
      inForce(rows.formulas, version).filter((row) => row.mdc !== ERROR_MDC),
      (row) => Number(row.mdc),
    )
    const programs = Array.from({ length: HAC_NAMESPACE }, (_, mdc) =>
      (byMdc.get(mdc) ?? [])
        .map((row) => rowOf(row, suppressions))
        .filter(isEffective)
        .sort((a, b) => a.rank - b.rank)
        .flatMap((row) => lists.compile(mdc, row.formula, encoded.numberOf(row))),
    )
    programs.push(
      inForce(rows.hacFormulas, version).flatMap((row) => lists.compile(HAC_NAMESPACE, row.formula, Number(row.hac))),
    )
    columns[`rules.${version}`] = Int32Array.from(programs.flat())
    columns[`rules.ends.${version}`] = endsOf(programs)
  }
  if (suppressions.values.length > 32) throw new RangeError('more suppression lists than bits')
  const of = encoded.values
  columns['row.drg'] = Uint16Array.from(of, (row) => row.drg)
  columns['row.baseDrg'] = Uint16Array.from(of, (row) => row.baseDrg)
  columns['row.reroute'] = Uint8Array.from(of, (row) => row.reroute)
  columns['row.suppression'] = Uint8Array.from(of, (row) => row.suppression)
  columns['row.rank'] = Uint16Array.from(of, (row) => row.rank)
  columns['row.returnCode'] = Uint8Array.from(of, (row) => row.returnCode)
  return {
    columns: {
      ...columns,
      ...textColumn(
        'row.formula',
        of.map((row) => row.formula),
      ),
    },
    suppressions: suppressions.values,
  }
}

function rowOf(row: GrouperRows['formulas'][number], suppressions: Interned<string[]>): EncodedRow {
  const report = row.mdc === '0' && row.drg === '0' ? REPORTS[row.formula] : undefined
  return {
    drg: Number(row.drg),
    baseDrg: Number(row.base_drg),
    reroute: Number(row.reroute_mdc),
    suppression: suppressions.numberOf(split(row.severity_suppression)),
    rank: Number(row.rank),
    returnCode: report === undefined ? 0 : RETURN_CODES.indexOf(report),
    formula: row.formula,
  }
}

/** Rows that neither assign, reroute nor report are markers. */
function isEffective({ drg, reroute, returnCode }: EncodedRow): boolean {
  return drg > 0 || reroute > 0 || returnCode > 0
}

/** A valid code may have nothing else to tell it from what is not one: hence `valid`. */
interface DiagnosisProfile {
  valid: boolean
  mdc: number
  severity: number
  flags: number
  traumaSites: number
  hacs: number
  attributes: string[]
}

const SEVERITIES: Record<string, number> = { NCC, CC, MCC }
const NO_DIAGNOSIS: DiagnosisProfile = {
  valid: false,
  mdc: 0,
  severity: NCC,
  flags: 0,
  traumaSites: 0,
  hacs: 0,
  attributes: [],
}

function encodeDiagnoses(rows: GrouperRows, lists: SignalLists, codes: CodeDictionary, suppressions: string[][]) {
  const profiles = new Interned<DiagnosisProfile>([NO_DIAGNOSIS])
  const numbers = new Map(rows.diagnoses.map((row) => [row, profiles.numberOf(diagnosisProfile(row, lists))]))
  const of = profiles.values
  const columns: Record<string, Column> = {
    'dx.mdc': Uint8Array.from(of, (profile) => profile.mdc),
    'dx.severity': Uint8Array.from(of, (profile) => profile.severity),
    'dx.flags': Uint8Array.from(of, (profile) => profile.flags),
    'dx.traumaSites': Uint8Array.from(of, (profile) => profile.traumaSites),
    'dx.hacs': Uint16Array.from(of, (profile) => profile.hacs),
    'dx.suppressedBy': Uint32Array.from(of, ({ attributes }) =>
      bits(suppressions, (names) => names.some((name) => attributes.includes(name))),
    ),
    'dx.asPrincipal': Uint16Array.from(
      of.flatMap(({ attributes }) => lists.of(attributes.flatMap((name) => [name, `PDX:${name}`]))),
    ),
    'dx.asSecondary': Uint16Array.from(
      of.flatMap(({ attributes }) => lists.of(attributes.flatMap((name) => [name, `SDX:${name}`]))),
    ),
    ...textColumn(
      'dx.attributes',
      of.map(({ attributes }) => attributes.join('|')),
    ),
  }
  for (const version of VERSIONS) {
    const profile = new Uint16Array(codes.diagnosisKeys.length)
    for (const row of inForce(rows.diagnoses, version)) profile[codes.diagnosis(row.code)] = numbers.get(row) as number
    columns[`dx.profile.${version}`] = profile
  }
  return { columns }
}

function diagnosisProfile(row: GrouperRows['diagnoses'][number], lists: SignalLists): DiagnosisProfile {
  const own = split(row.attributes)
  const hacAttributes = split(row.hac_attributes)
  const flag = (name: string, bit: number): number => (own.includes(name) ? bit : 0)
  return {
    valid: true,
    mdc: Number(row.mdc),
    severity: SEVERITIES[row.severity] as number,
    flags: flag('mccalive', ALIVE_ONLY) | flag('ecode', EXTERNAL_CAUSE) | flag('incident', INCIDENT),
    traumaSites: traumaSites(own),
    hacs: hacAttributes.reduce((set, name) => set | (1 << Number(/^hac(\d+)/i.exec(name)?.[1])), 0),
    attributes: lists.asked([...own, ...hacAttributes, ...split(row.dxcat_attributes)]),
  }
}

interface ProcedureProfile {
  valid: boolean
  operatingRoom: boolean
  tally: number
  attributes: string[]
}

function encodeProcedures(rows: GrouperRows, lists: SignalLists, codes: CodeDictionary) {
  const tallies = new Interned<Tally>([procedureTally([])])
  const profiles = new Interned<ProcedureProfile>([{ valid: false, operatingRoom: false, tally: 0, attributes: [] }])
  const profileOf = (joined: string): number => profiles.numberOf(procedureProfile(joined, lists, tallies))
  const numbers = new Map(rows.procedures.map((row) => [row, profileOf(row.attributes)]))
  const of = profiles.values
  const columns: Record<string, Column> = {
    'pr.operatingRoom': Uint8Array.from(of, (profile) => Number(profile.operatingRoom)),
    'pr.tally': Uint16Array.from(of, (profile) => profile.tally),
    'pr.lists': Uint16Array.from(of.flatMap(({ attributes }) => lists.of(attributes))),
    ...textColumn(
      'pr.attributes',
      of.map(({ attributes }) => attributes.join('|')),
    ),
  }
  for (const version of VERSIONS) {
    const profile = new Uint16Array(codes.procedureKeys.length)
    for (const row of inForce(rows.procedures, version))
      if (!isCluster(row.code)) profile[codes.procedure(row.code)] = numbers.get(row) as number
    columns[`pr.profile.${version}`] = profile
  }
  return { columns, tallies: tallies.values, profileOf }
}

/**
 * `nonor` marks what the Definitions Manual's Appendix E does not designate as an operating-room procedure. ORPROC,
 * which some formulas ask for, is narrower: the procedures that may lead out of their MDC (lists 468 and 477), which
 * leaves out those that only the pre-MDC knows.
 */
function procedureProfile(joined: string, lists: SignalLists, tallies: Interned<Tally>): ProcedureProfile {
  const names = split(joined)
  const mayLeadOut = names.includes('d468') || names.includes('d477')
  return {
    valid: true,
    operatingRoom: !names.includes('nonor'),
    tally: tallies.numberOf(procedureTally(names)),
    attributes: lists.asked(mayLeadOut ? [...names, 'ORPROC'] : names),
  }
}

/**
 * Which principals cancel which CCs, as a matrix of bits: a row for each group of principals, a column for each class
 * of codes that the same groups cancel. One row fits into a few cache lines, and a claim needs only its principal's.
 */
function encodeExclusions(rows: GrouperRows, codes: CodeDictionary): Record<string, Column> {
  const groups = new Interned<string>()
  const groupsOf = new Map<string, number[]>()
  for (const { exclusion_group, cc_mcc_code } of rows.exclusionMembers) {
    const list = groupsOf.get(cc_mcc_code) ?? []
    list.push(groups.numberOf(exclusion_group))
    groupsOf.set(cc_mcc_code, list)
  }
  const classes = new Interned<number[]>([[]])
  const classOf = new Uint16Array(codes.diagnosisKeys.length)
  for (const [code, list] of groupsOf)
    classOf[codes.diagnosis(code)] = classes.numberOf([...new Set(list)].sort((a, b) => a - b))
  const words = Math.ceil(classes.values.length / 32)
  const matrix = new Uint32Array(groups.values.length * words)
  classes.values.forEach((members, column) => {
    for (const group of members) matrix[group * words + (column >>> 5)]! |= 1 << (column & 31)
  })
  const columns: Record<string, Column> = {
    'exclusion.class': classOf,
    'exclusion.bits': matrix,
    'exclusion.words': Uint32Array.of(words),
  }
  const known = new Map(groups.values.map((group, number) => [group, number]))
  for (const version of VERSIONS) {
    const groupOf = new Uint16Array(codes.diagnosisKeys.length)
    // A group without members cancels nothing.
    for (const row of inForce(rows.exclusionGroups, version))
      groupOf[codes.diagnosis(row.pdx_code)] = (known.get(row.exclusion_group) ?? -1) + 1
    columns[`dx.exclusionGroup.${version}`] = groupOf
  }
  return columns
}

const MOST_DRGS = 1000

function encodeTitles(rows: GrouperRows): Record<string, Column> {
  const titles = new Interned<string>([''])
  const columns: Record<string, Column> = {}
  for (const version of VERSIONS) {
    const titleOf = new Uint16Array(MOST_DRGS)
    for (const row of inForce(rows.titles, version)) titleOf[Number(row.drg)] = titles.numberOf(row.description)
    columns[`drg.title.${version}`] = titleOf
  }
  return { ...columns, ...textColumn('drg.title', titles.values) }
}

function mdcBySex(rows: GrouperRows, version: string, codes: CodeDictionary): GrouperMeta['mdcBySex'][string] {
  return inForce(rows.mdcBySex, version).map((row) => [
    codes.diagnosis(row.code),
    Number(row.male_mdc),
    Number(row.female_mdc),
  ])
}

function weightOf(row: GrouperRows['weights'][number]): DrgWeight {
  return {
    weight: decimal(row.weight_10pct_cap),
    gmlos: decimal(row.gmlos),
    amlos: decimal(row.amlos),
    postAcute: row.post_acute === 'Yes',
    specialPay: row.special_pay === 'Yes',
  }
}

function decimal(text: string): number | null {
  return text === '' || Number.isNaN(Number(text)) ? null : Number(text)
}

function bits<T>(values: T[], isSet: (value: T) => boolean): number {
  return values.reduce((set, value, i) => (isSet(value) ? set | (1 << i) : set), 0) >>> 0
}
