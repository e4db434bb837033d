import { MCC, NCC } from '../encode/formula.js'
import type { ProfiledStay } from './profiled-stay.js'
import {
  HAC_NAMESPACE,
  NAMESPACES,
  PRE_MDC,
  RETURN_CODES,
  type ReturnCode,
  type Tables,
  type VersionTables,
} from '../tables.js'

/**
 * A DRG (999: none), the MDC that is reported for it, and the alternatives that led there: where each stands in the
 * version's rules.
 */
export interface Assignment {
  drg: number
  baseDrg: number
  mdc: number
  returnCode: ReturnCode
  /** The severity that counted for the last row: a bit of formula.ts. */
  severity: number
  path: readonly Match[]
}

/** An alternative that held, and the namespace it is of. */
export interface Match {
  namespace: number
  at: number
  row: number
}

export const UNGROUPABLE_DRG = 999
const MOST_REROUTES = 2
const SUPPRESSIONS = 32

/** Evaluates one version's rules over a profiled stay. */
export class Rules {
  readonly #tables: Tables
  readonly #version: VersionTables
  /**
   * By signal: 1 when it is raised in the present namespace. A few hundred bytes, so that clearing them costs next to
   * nothing.
   */
  readonly #raised: Uint8Array
  /** By suppression list: the severity that it leaves, or 0 when not yet judged. */
  readonly #severities = new Uint8Array(SUPPRESSIONS)

  constructor(tables: Tables, version: VersionTables) {
    this.#tables = tables
    this.#version = version
    this.#raised = new Uint8Array(Math.max(...tables.meta.signals.map((signals) => signals.length)))
  }

  /**
   * One pass of grouping: the pre-MDC rows, then those of the principal's MDC, following at most two reroutes. A row of
   * the pre-MDC that assigns a DRG reports the principal's MDC, one that reroutes its target; a reroute out of the
   * principal's MDC (to 29, the unrelated procedures) keeps the principal's. A reroute to where no row holds is
   * ungroupable (corpus/README.md tells when that happens).
   */
  assign(stay: ProfiledStay): Assignment {
    this.#severities.fill(0)
    const { returnCode, reroute } = this.#tables.row
    const early = this.#firstMatch(PRE_MDC, stay)
    if (early && returnCode[early.row] !== 0)
      return notGrouped(RETURN_CODES[returnCode[early.row] as number] as ReturnCode, [early])
    const first = early ?? (stay.hasPrincipal ? this.#firstMatch(stay.mdc, stay) : undefined)
    if (!first) return notGrouped('UNGROUPABLE', [])
    const path = [first]
    for (let last = first; reroute[last.row] !== 0 && path.length <= MOST_REROUTES; path.push(last)) {
      const next = this.#firstMatch(reroute[last.row] as number, stay)
      if (!next) return notGrouped('UNGROUPABLE', path)
      last = next
    }
    const { row } = path[path.length - 1] as Match
    const mdc = early && reroute[early.row] !== 0 ? (reroute[early.row] as number) : stay.mdc
    const { drg, baseDrg, suppression } = this.#tables.row
    const severity = this.severity(stay, suppression[row] as number)
    return { drg: drg[row] as number, baseDrg: baseDrg[row] as number, mdc, returnCode: 'OK', severity, path }
  }

  /** The hospital-acquired conditions whose formula holds: a set of bits by number. */
  hacs(stay: ProfiledStay): number {
    const { rules, ruleEnds } = this.#version
    let met = 0
    this.raiseAll(HAC_NAMESPACE, stay)
    for (
      let at = ruleEnds[HAC_NAMESPACE] as number;
      at < (ruleEnds[HAC_NAMESPACE + 1] as number);
      at += width(rules, at)
    ) {
      if (this.#literalsHold(at)) met |= 1 << (rules[at] as number)
    }
    return met
  }

  #firstMatch(namespace: number, stay: ProfiledStay): Match | undefined {
    const { rules, ruleEnds } = this.#version
    const end = ruleEnds[namespace + 1] as number
    this.raiseAll(namespace, stay)
    for (let at = ruleEnds[namespace] as number; at < end; at += width(rules, at)) {
      if (this.holds(at, stay)) return { namespace, at, row: rules[at] as number }
    }
    return undefined
  }

  /** Does the alternative hold, of the namespace whose signals are raised? */
  holds(at: number, stay: ProfiledStay): boolean {
    return this.#literalsHold(at) && this.severityHolds(at, stay)
  }

  severityHolds(at: number, stay: ProfiledStay): boolean {
    const { rules } = this.#version
    return (
      ((rules[at + 1] as number) & this.severity(stay, this.#tables.row.suppression[rules[at] as number] as number)) !==
      0
    )
  }

  #literalsHold(at: number): boolean {
    const { rules } = this.#version
    const end = at + width(rules, at)
    for (let i = at + 3; i < end; i++) if (!this.literalHolds(rules[i] as number)) return false
    return true
  }

  literalHolds(literal: number): boolean {
    return literal >= 0 ? this.#raised[literal] === 1 : this.#raised[~literal] === 0
  }

  /**
   * Raises every signal that the stay has in a namespace. The hospital-acquired conditions read procedures as the
   * pre-MDC does.
   */
  raiseAll(namespace: number, stay: ProfiledStay): void {
    const { diagnosis, procedure, conditionLists } = this.#tables
    const mdc = namespace === HAC_NAMESPACE ? PRE_MDC : namespace
    this.#raised.fill(0)
    this.#raise(diagnosis.asPrincipal[stay.principal * NAMESPACES + namespace] as number)
    for (let i = 0; i < stay.secondaryCount; i++)
      this.#raise(diagnosis.asSecondary[(stay.secondaries[i] as number) * NAMESPACES + namespace] as number)
    for (let i = 0; i < stay.procedureCount; i++) {
      if ((((stay.suppressedIn[i] as number) >>> mdc) & 1) === 0)
        this.#raise(procedure.lists[(stay.procedures[i] as number) * NAMESPACES + namespace] as number)
    }
    for (let i = 0; i < stay.conditionCount; i++)
      this.#raise(conditionLists[(stay.conditions[i] as number) * NAMESPACES + namespace] as number)
  }

  #raise(list: number): void {
    if (list === 0) return
    const { listEnds, listSignals } = this.#tables
    const end = listEnds[list + 1] as number
    for (let i = listEnds[list] as number; i < end; i++) this.#raised[listSignals[i] as number] = 1
  }

  /** The highest severity among the secondaries that count where this list suppresses. */
  severity(stay: ProfiledStay, suppression: number): number {
    const known = this.#severities[suppression] as number
    if (known !== 0) return known
    const { severity } = this.#tables.diagnosis
    let highest = NCC
    for (let i = 0; i < stay.secondaryCount && highest !== MCC; i++) {
      const own = severity[stay.secondaries[i] as number] as number
      if (own > highest && stay.lends(i, suppression)) highest = own
    }
    this.#severities[suppression] = highest
    return highest
  }
}

/** How many numbers an alternative takes up in the rules. */
export function width(rules: Int32Array, at: number): number {
  return 3 + (rules[at + 2] as number)
}

/** The outcome of a claim that has no DRG. */
export function notGrouped(returnCode: ReturnCode, path: readonly Match[]): Assignment {
  return { drg: UNGROUPABLE_DRG, baseDrg: UNGROUPABLE_DRG, mdc: PRE_MDC, returnCode, severity: NCC, path }
}
