/** What the compiled table's header holds; the dense per-version columns stand beside it. */
export interface GrouperMeta {
  versions: string[]
  signals: number
  conditions: Partial<Record<Condition, number>>
  schemes: Scheme[]
  procedureLists: ProcedureList[]
  clusters: Cluster[]
  clusterLists: number[][]
  formulas: { text: string; steps: number[] }[]
  suppressions: number[][]
  /** By version: the rows of each MDC in order of rank. */
  rows: Record<string, Record<string, Row[]>>
  /** By version: HAC number and the formulas that say when it applies. */
  hacs: Record<string, [hac: number, formula: number][]>
  /** By version: principal (index), MDC of males, MDC of females. */
  mdcBySex: Record<string, [diagnosis: number, male: number, female: number][]>
  titles: Record<string, Record<string, string>>
  weights: Record<string, [weight: number | null, gmlos: number | null]>
}

export const NCC = 0
export const CC = 1
export const MCC = 2

/** What grouping knows of a diagnosis in a version. Many codes share one. */
export interface Scheme {
  mdc: number
  severity: number
  attributes: number[]
  hacs: number[]
  /** An alive-only MCC: it counts only for a patient who left alive. */
  aliveOnly: boolean
  external: boolean
  incident: boolean
  /** Bits: the significant-trauma sites. */
  traumaSites: number
}

/** The attributes of a procedure, and what it adds to the counts that conditions are made of. */
export interface ProcedureList {
  attributes: number[]
  tally: Tally
}

/** Counts over a claim's procedures; `sides` is a set of bits, one per side of hip, knee and ankle. */
export interface Tally {
  sides: number
  vessels: number
  drugStents: number
  plainStents: number
  sglantfuse: number
  sglpostfuse: number
  sglpostfuse1: number
  sglantsectXfuse: number
}

/** Procedures which together count as another: one code of each choice. */
export interface Cluster {
  name: string
  list: number
  /** Bits: the MDCs in which the cluster takes its components' place. */
  suppressedIn: number
  choices: number
  codes: [procedure: number, choice: number][]
}

/** One ranked row: formula, DRG (0: none), MDC to go on in (0: none), suppression list, rank, and the return code it stands for. */
export type Row = [formula: number, drg: number, reroute: number, suppression: number, rank: number, returnCode: ReturnCode | 0]

/** CMS's grouper return codes, as far as these tables give rise to them. */
export type ReturnCode =
  | 'OK'
  | 'INVALID_PDX'
  | 'DX_CANNOT_BE_PDX'
  | 'INVALID_SEX'
  | 'INVALID_DISCHARGE_STATUS'
  | 'UNGROUPABLE'
  | 'HAC_MISSING_ONE_POA'

/** Conditions that are computed from the claim, not carried by a code. */
export const CONDITIONS = [
  'MCC',
  'CC',
  'ANYDX',
  'ALIVE',
  'DIED',
  'AMA',
  'XFRNBA',
  'INVALID_DSTAT',
  'INVALID_PDX',
  'INVALID_SEX',
  'PDX_ECODE',
  'MDC_20_FALL_THRU',
  'ONLY:incident',
  'MULTST',
  'BILATERAL',
  'FOUR_VESSELS',
  'FOUR_STENTS',
  'FOUR_DRUG_ELUTING_STENTS',
  'FOUR_NON_DRUG_ELUTING_STENTS',
  'MULTFUSE',
  'SINGLEFUSIONCTR',
  'SGLANTCTR',
  'SGLPOST1CTR',
  'SGLANTSECTXCTR',
  'SGLPOSTFUSECTR',
] as const
export type Condition = (typeof CONDITIONS)[number]

/** An attribute has three signals: carried by anything, by the principal diagnosis, by a secondary one. */
export const ANYWHERE = 0
export const ON_PRINCIPAL = 1
export const ON_SECONDARY = 2
export const SCOPES = 3
