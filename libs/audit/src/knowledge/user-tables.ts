import { USER_TABLES, USER_TABLE_NAMES } from '@claims-audit/contracts'
import type { UserTable } from '@claims-audit/contracts'
import type { BaseRates } from './base-rates.js'
import { contentDigest } from '@claims-audit/claim'
import { normalizeCode } from '@claims-audit/contracts'
import type { IsoDate } from '@claims-audit/contracts'

/** The diagnoses that are exempt from a present-on-admission indicator, of the fiscal year that the user loaded. */
export interface PoaExempt {
  /** `sha256:…` over its codes. */
  digest: string
  has(code: string): boolean
}

/** `codes` in any spelling. */
export function poaExemptOf(codes: string[]): PoaExempt {
  const exempt = new Set(codes.map(normalizeCode))
  return { digest: contentDigest([...exempt].sort()), has: (code) => exempt.has(normalizeCode(code)) }
}

/** That a procedure is covered for a diagnosis, from a day to a day, both included; numbers only. */
export interface CoverageRow {
  /** A CPT or HCPCS number, or an ICD-10-PCS code. */
  procedure: string
  /** A code and all below it, with or without a dash: `M43.02`, `M50.0-`. */
  diagnosis: string
  from?: IsoDate
  to?: IsoDate
}

/** Which diagnoses a payer's or the user's own coverage table links to a procedure. */
export interface Coverage {
  /** `sha256:…` over its rows. */
  digest: string
  /**
   * The diagnoses that it links to the procedure on the day; undefined when it does not speak of the procedure then.
   */
  diagnosesFor(procedure: string, date: IsoDate): string[] | undefined
}

export function coverageOf(rows: CoverageRow[]): Coverage {
  const byProcedure = Map.groupBy(rows, ({ procedure }) => procedure.toUpperCase())
  return {
    digest: contentDigest(rows),
    diagnosesFor: (procedure, date) => {
      const inForce = (byProcedure.get(procedure.toUpperCase()) ?? []).filter(
        ({ from = '', to = '9999-12-31' }) => from <= date && date <= to,
      )
      return inForce.length === 0 ? undefined : inForce.map(({ diagnosis }) => diagnosis)
    },
  }
}

/** Whether the table links any of the codes, given normalized. */
export function isLinked(codes: string[], diagnoses: string[]): boolean {
  const prefixes = diagnoses.map((diagnosis) => normalizeCode(diagnosis).replace(/-$/, ''))
  return codes.some((code) => prefixes.some((prefix) => code.startsWith(prefix)))
}

/**
 * What the user may load. A check gets it with the record; a rule that rests on a table which is not loaded stays
 * quiet.
 */
export interface UserTables {
  /** What a change of weight is worth. */
  baseRates: BaseRates
  /** Which diagnoses need no present-on-admission indicator. */
  poaExempt: PoaExempt
  /** Which diagnoses a procedure is covered for. */
  coverage: Coverage
}

export type LoadedTables = { [Name in keyof UserTables]?: UserTables[Name] | undefined }

/** The user's tables among other knowledge. */
export const userTablesOf = (loaded: LoadedTables): LoadedTables =>
  Object.fromEntries(USER_TABLE_NAMES.map((name) => [name, loaded[name]]))

/** The digests of the loaded tables that judge codes, or payment. */
export const tableDigests = (loaded: LoadedTables, judging: 'codes' | 'payment'): Partial<Record<UserTable, string>> =>
  Object.fromEntries(
    USER_TABLE_NAMES.flatMap((name) => {
      const digest = loaded[name]?.digest
      return digest === undefined || USER_TABLES[name].judges !== judging ? [] : [[name, digest]]
    }),
  )
