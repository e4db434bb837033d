import { contentDigest } from '@claims-audit/claim'
import { isDay, normalizeCode } from '@claims-audit/contracts'
import type { IsoDate } from '@claims-audit/contracts'
import type { TableRow, UserTableDefinition } from './definition.js'

/** That a procedure is covered for a diagnosis, from a day to a day, both included; numbers only. */
interface CoverageRow {
  /** A CPT or HCPCS number, or an ICD-10-PCS code. */
  procedure: string
  /** A code and all below it, with or without a dash: `M43.02`, `M50.0-`. */
  diagnosis: string
  from?: IsoDate
  to?: IsoDate
}

/** Which diagnoses a payer's or the user's own coverage table links to a procedure. */
interface Coverage {
  /** `sha256:…` over its rows. */
  digest: string
  /**
   * The diagnoses that it links to the procedure on the day; undefined when it does not speak of the procedure then.
   */
  diagnosesFor(procedure: string, date: IsoDate): string[] | undefined
}

/** The days are ISO, both included, and may be empty. */
export const coverage: UserTableDefinition<Coverage> = {
  columns: ['procedure', 'diagnosis', 'from', 'to'],
  read: (rows) => coverageOf(rows.map(coverageRow)),
}

function coverageRow({ fields, where }: TableRow): CoverageRow {
  const [procedure, diagnosis, from, to] = fields as [string, string, string, string]
  if (!/^[0-9A-Z]{5}$|^[0-9A-Z]{7}$/i.test(procedure))
    throw new Error(`${where}: procedure must be a CPT, HCPCS or ICD-10-PCS code`)
  if (!/^(?:[A-Z]\d|QA)[0-9A-Z](\.?[0-9A-Z]{1,4})?\.?-?$/i.test(diagnosis))
    throw new Error(`${where}: diagnosis must be a code such as M43.02, or M43.0- for all below it`)
  for (const day of [from, to])
    if (day !== '' && !isDay(day)) throw new Error(`${where}: from and to must be days, YYYY-MM-DD, or empty`)
  if (from !== '' && to !== '' && from > to) throw new Error(`${where}: from is after to`)
  return {
    procedure: procedure.toUpperCase(),
    diagnosis: diagnosis.toUpperCase(),
    ...(from !== '' && { from }),
    ...(to !== '' && { to }),
  }
}

function coverageOf(rows: CoverageRow[]): Coverage {
  const byProcedure = Map.groupBy(rows, ({ procedure }) => procedure)
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
export function isLinked(codes: readonly string[], diagnoses: readonly string[]): boolean {
  const prefixes = diagnoses.map((diagnosis) => normalizeCode(diagnosis).replace(/-$/, ''))
  return codes.some((code) => prefixes.some((prefix) => code.startsWith(prefix)))
}
