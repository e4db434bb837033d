import { openColumns, openTextColumn, type CodeDictionary, type Columns } from '@claims-audit/code-sets'
import type { Condition } from './encode/conditions.js'
import type { Tally } from './tally.js'

/**
 * Formulas are evaluated within a namespace: an MDC (0 is the pre-MDC, 29 the unrelated procedures), or the
 * hospital-acquired conditions' own. What a formula asks for is a signal, numbered within its namespace: one attribute,
 * or a choice between several.
 */
export const NAMESPACES = 31
export const PRE_MDC = 0
export const HAC_NAMESPACE = 30

/** CMS's grouper return codes, as far as these tables give rise to them. */
export const RETURN_CODES = [
  'OK',
  'INVALID_PDX',
  'DX_CANNOT_BE_PDX',
  'INVALID_SEX',
  'INVALID_DISCHARGE_STATUS',
  'UNGROUPABLE',
  'HAC_MISSING_ONE_POA',
] as const
export type ReturnCode = (typeof RETURN_CODES)[number]

/** Bits of a diagnosis profile. */
export const ALIVE_ONLY = 1
export const EXTERNAL_CAUSE = 2
export const INCIDENT = 4

/** Of Table 5. Days for the lengths of stay; null where the table has no number. */
export interface DrgWeight {
  weight: number | null
  gmlos: number | null
  amlos: number | null
  /** A DRG of the post-acute care transfer policy, 42 CFR 412.4(c); its special payment, 412.4(f)(6). */
  postAcute: boolean
  specialPay: boolean
}

/** What the compiled table's header holds; all that is large stands in columns. */
export interface GrouperMeta {
  versions: string[]
  /** By namespace and signal: the attribute, or those of which one is enough. */
  signals: string[][][]
  conditions: Condition[]
  tallies: Tally[]
  /** By version: principal (code number), MDC of males, MDC of females. */
  mdcBySex: Record<string, [diagnosis: number, male: number, female: number][]>
  /** Versions that the weights hold for, and the weights by DRG. */
  weightedVersions: string[]
  weights: Record<string, DrgWeight>
}

/**
 * The compiled tables: columns by profile, list, row, cluster. A profile is what grouping knows of a code; many codes
 * share one, and 0 is that of no valid code.
 */
export interface Tables {
  meta: GrouperMeta
  codes: CodeDictionary
  columns: Columns
  diagnosis: {
    mdc: Uint8Array
    /** A severity bit of formula.ts. */
    severity: Uint8Array
    flags: Uint8Array
    /** Bits: the significant-trauma sites. */
    traumaSites: Uint8Array
    /** Bits: the suppression lists that take the severity away. */
    suppressedBy: Uint32Array
    /** Bits: the numbers of the hospital-acquired conditions. */
    hacs: Uint16Array
    /** By profile × NAMESPACES + namespace: the list of signals that the code raises there. */
    asPrincipal: Uint16Array
    asSecondary: Uint16Array
    attributes: (profile: number) => string[]
  }
  procedure: {
    operatingRoom: Uint8Array
    /** Number in `meta.tallies`; 0 is nothing. */
    tally: Uint16Array
    lists: Uint16Array
    attributes: (profile: number) => string[]
  }
  /** By condition × NAMESPACES + namespace. */
  conditionLists: Uint16Array
  /** List n is `listSignals` from `listEnds[n]` to `listEnds[n + 1]`; list 0 is empty. */
  listEnds: Uint32Array
  listSignals: Uint16Array
  exclusion: {
    /** By diagnosis: the class of codes that the same principals exclude; 0 means no such row. */
    classOf: Uint16Array
    /** One bit per class, `words` words for each group of principals. */
    bits: Uint32Array
    words: number
  }
  row: {
    drg: Uint16Array
    baseDrg: Uint16Array
    /** The MDC to go on in; 0: none. */
    reroute: Uint8Array
    suppression: Uint8Array
    rank: Uint16Array
    returnCode: Uint8Array
    formula: (row: number) => string
  }
  cluster: {
    name: (cluster: number) => string
    /** A procedure profile. */
    profile: Uint16Array
    /** Bits: the MDCs in which the cluster takes its components' place. */
    suppressedIn: Uint32Array
    choices: Uint8Array
    ends: Uint32Array
    codes: Uint32Array
    choiceOf: Uint8Array
    /** List n of clusters is `listMembers` from `listEnds[n]` to `listEnds[n + 1]`. */
    listEnds: Uint32Array
    listMembers: Uint16Array
  }
}

/** One version's columns: by code number, and its rules. */
export interface VersionTables {
  version: string
  diagnosisProfile: Uint16Array
  /** The exclusion group of a principal, plus 1; 0 means no such row. */
  exclusionGroup: Uint16Array
  procedureProfile: Uint16Array
  /** The list of clusters that a procedure is part of; 0 means no such row. */
  clusterList: Uint16Array
  /**
   * Alternatives, namespace after namespace in order of rank, each as: row (in the HAC namespace, the HAC), severities,
   * number of literals, literals. A literal is a signal, or its complement (`~signal`) when no one may raise it.
   */
  rules: Int32Array
  /** Where each namespace's rules begin and end. */
  ruleEnds: Uint32Array
  mdcBySex: Map<number, { M: number; F: number }>
  title: (drg: number) => string
}

/** Opens a table compiled by `encodeGrouper` with the same dictionary. */
export function openTables(bytes: Uint8Array, codes: CodeDictionary): Tables {
  const columns = openColumns(bytes)
  const attributesOf = (name: string): ((profile: number) => string[]) => {
    const text = openTextColumn(columns, name)
    const read: string[][] = []
    return (profile) => (read[profile] ??= text(profile).split('|').filter(Boolean))
  }
  return {
    meta: columns.meta as GrouperMeta,
    codes,
    columns,
    diagnosis: {
      mdc: columns.u8('dx.mdc'),
      severity: columns.u8('dx.severity'),
      flags: columns.u8('dx.flags'),
      traumaSites: columns.u8('dx.traumaSites'),
      suppressedBy: columns.u32('dx.suppressedBy'),
      hacs: columns.u16('dx.hacs'),
      asPrincipal: columns.u16('dx.asPrincipal'),
      asSecondary: columns.u16('dx.asSecondary'),
      attributes: attributesOf('dx.attributes'),
    },
    procedure: {
      operatingRoom: columns.u8('pr.operatingRoom'),
      tally: columns.u16('pr.tally'),
      lists: columns.u16('pr.lists'),
      attributes: attributesOf('pr.attributes'),
    },
    conditionLists: columns.u16('condition.lists'),
    listEnds: columns.u32('list.ends'),
    listSignals: columns.u16('list.signals'),
    exclusion: {
      classOf: columns.u16('exclusion.class'),
      bits: columns.u32('exclusion.bits'),
      words: columns.u32('exclusion.words')[0] as number,
    },
    row: {
      drg: columns.u16('row.drg'),
      baseDrg: columns.u16('row.baseDrg'),
      reroute: columns.u8('row.reroute'),
      suppression: columns.u8('row.suppression'),
      rank: columns.u16('row.rank'),
      returnCode: columns.u8('row.returnCode'),
      formula: openTextColumn(columns, 'row.formula'),
    },
    cluster: {
      name: openTextColumn(columns, 'cluster.name'),
      profile: columns.u16('cluster.profile'),
      suppressedIn: columns.u32('cluster.suppressedIn'),
      choices: columns.u8('cluster.choices'),
      ends: columns.u32('cluster.ends'),
      codes: columns.u32('cluster.codes'),
      choiceOf: columns.u8('cluster.choiceOf'),
      listEnds: columns.u32('cluster.listEnds'),
      listMembers: columns.u16('cluster.listMembers'),
    },
  }
}

/** Picks one version out of the tables. Throws a RangeError when it is not among them. */
export function openVersion({ columns, meta }: Tables, version: string): VersionTables {
  if (!meta.versions.includes(version))
    throw new RangeError(`no MS-DRG version ${version}; there are ${meta.versions.join(', ')}`)
  const titles = openTextColumn(columns, 'drg.title')
  const titleOf = columns.u16(`drg.title.${version}`)
  return {
    version,
    diagnosisProfile: columns.u16(`dx.profile.${version}`),
    exclusionGroup: columns.u16(`dx.exclusionGroup.${version}`),
    procedureProfile: columns.u16(`pr.profile.${version}`),
    clusterList: columns.u16(`pr.clusterList.${version}`),
    rules: columns.i32(`rules.${version}`),
    ruleEnds: columns.u32(`rules.ends.${version}`),
    mdcBySex: new Map(meta.mdcBySex[version]?.map(([diagnosis, M, F]) => [diagnosis, { M, F }])),
    title: (drg) => titles(titleOf[drg] as number),
  }
}

/** Does a suppression list take the severity of a diagnosis profile away? */
export function suppresses({ diagnosis }: Tables, list: number, profile: number): boolean {
  return (((diagnosis.suppressedBy[profile] as number) >>> list) & 1) === 1
}

/** Does a group of principals (as `exclusionGroup` has it, 0 means no group) cancel the CC or MCC of a code? */
export function excludes({ exclusion }: Tables, group: number, code: number): boolean {
  const column = exclusion.classOf[code] ?? 0
  return (
    group > 0 &&
    (((exclusion.bits[(group - 1) * exclusion.words + (column >>> 5)] as number) >>> (column & 31)) & 1) === 1
  )
}
