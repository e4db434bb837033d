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
  /** The diagnoses that it links to the procedure on the day; undefined when it does not speak of the procedure then. */
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
