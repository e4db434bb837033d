import { UNGROUPABLE_DRG, width, type Assignment, type Match, type Rules } from './assign-drg.js'
import { ANY_SEVERITY, NCC } from '../encode/formula.js'
import { levelOf, type DiagnosisMark } from './marks.js'
import type { ProfiledStay } from './profiled-stay.js'
import type { GroupInput } from './read-stay.js'
import { PRE_MDC, type Tables, type VersionTables } from '../tables.js'

/** Tells a grouping as lines that a coder can read: every formula that was tried, and what decided it. */
export class Narrator {
  readonly #tables: Tables
  readonly #version: VersionTables
  readonly #rules: Rules
  /**
   * By where a literal stands in the rules: the line that says that it failed. Claims fail at the same few places; each
   * is put together once.
   */
  readonly #failed = new Map<number, string>()

  constructor(tables: Tables, version: VersionTables, rules: Rules) {
    this.#tables = tables
    this.#version = version
    this.#rules = rules
  }

  /** What the claim's codes are in the version. `marks`: by diagnosis. */
  preamble(stay: ProfiledStay, input: GroupInput, marks: readonly DiagnosisMark[]): string[] {
    const lines = [`MS-DRG ${this.#version.version}`, principalLine(stay, input)]
    marks.forEach(({ valid, level, notCounted, hac }, i) => {
      if (i === 0) return
      const code = input.diagnoses[i]?.code
      if (!valid) lines.push(`${code} is not a valid code: passed over`)
      else if (level !== 'NCC' || hac !== undefined) lines.push(`${code} is ${level}${fateOf(notCounted, hac)}`)
    })
    for (const number of stay.clusters) lines.push(`procedure cluster ${this.#tables.cluster.name(number)} is complete`)
    return lines
  }

  /** One pass, told while the stay is as it was in that pass: the formulas in the order in which they were tried. */
  pass(
    name: 'initial' | 'final',
    stay: ProfiledStay,
    input: GroupInput,
    { drg, returnCode, path }: Assignment,
  ): string[] {
    const lines = [`${name} grouping`]
    // Not a formula's doing: an indicator is missing, and nothing is tried again.
    if (returnCode === 'HAC_MISSING_ONE_POA') return [...lines, `${name} ${returnCode}`]
    const early = path[0]?.namespace === PRE_MDC
    if (!early) this.#tell(lines, PRE_MDC, stay, input)
    for (const { namespace } of path) this.#tell(lines, namespace, stay, input)
    const next = returnCode === 'UNGROUPABLE' ? nextNamespace(path, stay, this.#tables) : undefined
    if (next !== undefined) this.#tell(lines, next, stay, input)
    lines.push(`${name} ${drg === UNGROUPABLE_DRG ? returnCode : `DRG ${pad(drg, 3)}`}`)
    return lines
  }

  #tell(lines: string[], namespace: number, stay: ProfiledStay, input: GroupInput): void {
    const { rules, ruleEnds } = this.#version
    this.#rules.raiseAll(namespace, stay)
    let told = -1
    for (let at = ruleEnds[namespace] as number; at < (ruleEnds[namespace + 1] as number); at += width(rules, at)) {
      const again = rules[at] === told
      told = rules[at] as number
      const failed = this.#failure(at, namespace, again, stay, input)
      if (failed !== undefined) {
        lines.push(failed)
        continue
      }
      lines.push(`  ${this.#row(at, namespace)}: yes${this.#effect(at)}`)
      this.#tellCarriers(lines, at, namespace, stay, input)
      return
    }
  }

  /**
   * The line that says why an alternative does not hold (`again`: another one of the row's was told before); undefined
   * when it does.
   */
  #failure(at: number, namespace: number, again: boolean, stay: ProfiledStay, input: GroupInput): string | undefined {
    const { rules } = this.#version
    const end = at + width(rules, at)
    for (let i = at + 3; i < end; i++) {
      const literal = rules[i] as number
      if (!this.#rules.literalHolds(literal))
        return (
          this.#takenByCluster(at, literal, namespace, again, stay, input) ??
          this.#failedLiteral(at, i, namespace, again)
        )
    }
    if (this.#rules.severityHolds(at, stay)) return undefined
    return this.#no(at, namespace, again, `the severity is ${this.#severity(at, stay)}`)
  }

  /** Where a procedure has what is asked for, and a complete cluster takes its place in this MDC. */
  #takenByCluster(
    at: number,
    literal: number,
    namespace: number,
    again: boolean,
    stay: ProfiledStay,
    input: GroupInput,
  ): string | undefined {
    if (stay.clusters.length === 0 || literal < 0) return undefined
    const names = this.#tables.meta.signals[namespace]?.[literal] as string[]
    const taken = input.procedures.find((_, i) => {
      const suppressed = (((stay.suppressedIn[i] as number) >>> namespace) & 1) === 1
      return (
        suppressed &&
        this.#tables.procedure.attributes(stay.procedures[i] as number).some((name) => names.includes(name))
      )
    })
    return (
      taken &&
      this.#no(
        at,
        namespace,
        again,
        `a complete cluster takes the place of ${taken}, which has ${this.#signal(namespace, literal)}`,
      )
    )
  }

  #failedLiteral(at: number, i: number, namespace: number, again: boolean): string {
    const known = this.#failed.get(i)
    if (known !== undefined) return known
    const literal = this.#version.rules[i] as number
    const line = this.#no(
      at,
      namespace,
      again,
      literal >= 0
        ? `nothing has ${this.#signal(namespace, literal)}`
        : `${this.#signal(namespace, ~literal)} is there`,
    )
    this.#failed.set(i, line)
    return line
  }

  #no(at: number, namespace: number, again: boolean, why: string): string {
    return again ? `    nor otherwise, ${why}` : `  ${this.#row(at, namespace)}: no, ${why}`
  }

  #severity(at: number, stay: ProfiledStay): string {
    const { suppression } = this.#tables.row
    return levelOf(this.#rules.severity(stay, suppression[this.#version.rules[at] as number] as number))
  }

  #row(at: number, namespace: number): string {
    const row = this.#version.rules[at] as number
    const drg = this.#tables.row.drg[row] as number
    return `${mdcName(namespace)} rank ${this.#tables.row.rank[row]}${drg === 0 ? '' : `, DRG ${pad(drg, 3)}`}, ${this.#tables.row.formula(row)}`
  }

  #effect(at: number): string {
    const reroute = this.#tables.row.reroute[this.#version.rules[at] as number] as number
    return reroute === 0 ? '' : `, on to ${mdcName(reroute)}`
  }

  #tellCarriers(lines: string[], at: number, namespace: number, stay: ProfiledStay, input: GroupInput): void {
    const { rules } = this.#version
    for (let i = at + 3; i < at + width(rules, at); i++) {
      const literal = rules[i] as number
      if (literal < 0) lines.push(`    nothing has ${this.#signal(namespace, ~literal)}`)
      else
        lines.push(
          ...this.#carriers(this.#tables.meta.signals[namespace]?.[literal] as string[], stay, input, namespace),
        )
    }
    const asked = rules[at + 1] as number
    if (asked !== ANY_SEVERITY)
      lines.push(`    the severity is ${this.#severity(at, stay)}${this.#bearers(at, stay, input)}`)
  }

  /** The secondaries that give the severity. */
  #bearers(at: number, stay: ProfiledStay, input: GroupInput): string {
    const { diagnosis, row } = this.#tables
    const suppression = row.suppression[this.#version.rules[at] as number] as number
    const severity = this.#rules.severity(stay, suppression)
    if (severity === NCC) return ''
    const bearers = input.diagnoses
      .slice(1)
      .filter((_, i) => diagnosis.severity[stay.secondaries[i] as number] === severity && stay.lends(i, suppression))
    return `, by ${[...new Set(bearers.map(({ code }) => code))].join(', ')}`
  }

  /** Which code has which of the attributes that one is enough of. */
  #carriers(names: string[], stay: ProfiledStay, input: GroupInput, namespace: number): string[] {
    const { diagnosis, procedure, cluster, meta } = this.#tables
    const lines: string[] = []
    const add = (carrier: string, attributes: string[], scope: string): void => {
      for (const name of attributes)
        if (names.includes(name) || names.includes(scope + name)) lines.push(`    ${name} from ${carrier}`)
    }
    if (stay.hasPrincipal) add(`${input.diagnoses[0]?.code}, principal`, diagnosis.attributes(stay.principal), 'PDX:')
    for (let i = 0; i < stay.secondaryCount; i++)
      add(input.diagnoses[i + 1]?.code as string, diagnosis.attributes(stay.secondaries[i] as number), 'SDX:')
    for (let i = 0; i < stay.procedureCount; i++) {
      if ((((stay.suppressedIn[i] as number) >>> namespace) & 1) === 1) continue
      const carrier =
        input.procedures[i] ?? `cluster ${cluster.name(stay.clusters[i - input.procedures.length] as number)}`
      add(carrier, procedure.attributes(stay.procedures[i] as number), '')
    }
    for (let i = 0; i < stay.conditionCount; i++) {
      const name = meta.conditions[stay.conditions[i] as number] as string
      if (names.includes(name)) lines.push(`    ${name}`)
    }
    return lines
  }

  #signal(namespace: number, signal: number): string {
    return (this.#tables.meta.signals[namespace]?.[signal] as string[]).join(' or ')
  }
}

function fateOf(notCounted: DiagnosisMark['notCounted'], hac: number | undefined): string {
  if (notCounted === undefined) return hac === undefined ? '' : `, HAC ${hac} without a present-on-admission indicator`
  return `, not counted: ${notCounted}${hac === undefined ? '' : ` (HAC ${hac})`}`
}

/** Where grouping looked last, in vain. */
function nextNamespace(path: readonly Match[], stay: ProfiledStay, { row }: Tables): number | undefined {
  const last = path[path.length - 1]
  if (last === undefined) return stay.hasPrincipal ? stay.mdc : undefined
  return row.reroute[last.row] === 0 ? undefined : row.reroute[last.row]
}

function principalLine(stay: ProfiledStay, input: GroupInput): string {
  if (!stay.hasPrincipal) return 'no principal diagnosis'
  return `principal diagnosis ${input.diagnoses[0]?.code}: ${stay.principal === 0 ? 'not a valid code' : mdcName(stay.mdc)}`
}

function mdcName(namespace: number): string {
  return namespace === PRE_MDC ? 'pre-MDC' : `MDC ${pad(namespace, 2)}`
}

function pad(number: number, digits: number): string {
  return String(number).padStart(digits, '0')
}
