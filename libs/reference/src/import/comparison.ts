import type { Dated } from '@claims-audit/ms-drg'
import type { DefinitionsManual } from './definitions-manual/definitions-manual.js'

/**
 * What the comparison asks of a grouper. Codes are numbers of its dictionary, -1 when unknown; undefined: not valid in
 * the version.
 */
export interface GrouperTables {
  codes: { diagnosis(code: string): number; procedure(code: string): number }
  diagnosis(number: number, version: string): CompiledDiagnosis | undefined
  procedure(number: number, version: string): { operatingRoom: boolean; attributes: readonly string[] } | undefined
  excludes(principal: number, secondary: number, version: string): boolean
  mdcBySex(principal: number, version: string): { M: number; F: number } | undefined
  title(drg: number, version: string): string
}

interface CompiledDiagnosis {
  mdc: number
  severity: 'MCC' | 'CC' | 'NCC'
  aliveOnly: boolean
  hacs: readonly number[]
  attributes: readonly string[]
}

/** Source rows of what a grouper does not tell: its formulas and clusters. */
export interface FormulaSource {
  formulas: (Dated & {
    mdc: string
    rank: string
    drg: string
    surgical: string
    formula: string
    severity_suppression: string
  })[]
  clusters: (Dated & { cluster: string; choice: string; code: string })[]
  procedures: (Dated & { code: string; attributes: string })[]
}

/** The manual's tables that are compared, and so the ones that a version needs to be kept. */
export const COMPARED_TABLES = [
  'drg',
  'surgical-hierarchy',
  'dx-mdc',
  'dx-mdc-drg',
  'cc-mcc',
  'cc-exclusion-pdx',
  'cc-alive-only',
  'cc-drg-suppression',
  'hac',
  'or-procedures',
  'non-extensive-procedures',
  'procedure-clusters',
  'nonor-combinations',
] as const

export type ComparedManual = Pick<DefinitionsManual, (typeof COMPARED_TABLES)[number]>

export interface Difference {
  table: string
  code: string
  compiled: string
  manual: string
}

export class Comparison {
  readonly compared: Record<string, number> = {}
  readonly differences: Difference[] = []

  /** Notes an entry, and where the two differ. */
  equal(table: string, code: string, compiled: string | number | boolean, manual: string | number | boolean): void {
    this.count(table, 1)
    if (compiled !== manual) this.differences.push({ table, code, compiled: `${compiled}`, manual: `${manual}` })
  }

  count(table: string, entries: number): void {
    this.compared[table] = (this.compared[table] ?? 0) + entries
  }
}

/**
 * Numbers beyond the highest that is printed, which valid codes may have as well: the newest procedures come last, and
 * no DRG may ask for them.
 */
const BEYOND = 1000

/** All numbers that a code can have, with the code where it is printed; first the codes that have none. */
export function* named(codes: string[], numberOf: (code: string) => number): Generator<[number, string]> {
  const names: string[] = []
  for (const code of new Set(codes)) {
    const number = numberOf(code)
    if (number < 0) yield [number, code]
    else names[number] = code
  }
  for (let number = 0; number < names.length + BEYOND; number++) yield [number, names[number] ?? `number ${number}`]
}

/** The DRGs that `280-282` or `928-929,934` stands for. */
export function drgsOf(drgs: string): number[] {
  return drgs.split(',').flatMap((range) => {
    const first = Number(range.slice(0, 3))
    return Array.from({ length: Number(range.slice(-3)) - first + 1 }, (_, i) => first + i)
  })
}

export function listed(values: Iterable<string | number>): string {
  return [...values].map(String).sort().join(', ')
}
