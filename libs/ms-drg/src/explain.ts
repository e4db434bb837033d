import { UNGROUPABLE_DRG, type Assignment, type Match } from './assign-drg.js'
import type { Claim } from './read-claim.js'
import { reasonNotCounted, type NotCounted } from './severity.js'
import { MCC, NCC } from './tables.js'
import type { VersionTables } from './version-tables.js'

/** A secondary that is a CC or MCC, and why it did not count for the final DRG, if it did not. */
export interface SeverityMark {
  code: string
  level: 'MCC' | 'CC'
  notCounted?: NotCounted
}

/** The grouping told as lines, and each secondary's severity as the final DRG's row took it. */
export function explain(
  claim: Claim,
  initial: Assignment,
  final: Assignment,
  tables: VersionTables,
): { trace: string[]; severity: SeverityMark[] } {
  const severity = severityMarks(claim, final, tables)
  const trace = [
    `MS-DRG ${tables.version}`,
    describePrincipal(claim.principal),
    ...severity.map(({ code, level, notCounted }) => `${code} is ${level}${notCounted ? `, not counted: ${notCounted}` : ''}`),
    ...claim.clusters.map((name) => `procedure cluster ${name} is complete`),
    ...outcome('initial', initial),
    ...(final === initial ? [] : outcome('final', final)),
  ]
  return { trace, severity }
}

function describePrincipal(principal: Claim['principal']): string {
  if (!principal) return 'no principal diagnosis'
  return `principal diagnosis ${principal.code}: ${principal.scheme ? `MDC ${pad(principal.mdc, 2)}` : 'not a valid code'}`
}

function severityMarks(claim: Claim, final: Assignment, tables: VersionTables): SeverityMark[] {
  const suppression = final.path.at(-1)?.row.suppression ?? 0
  return claim.secondaries
    .filter(({ scheme }) => scheme.severity !== NCC)
    .map((secondary) => {
      const level = secondary.scheme.severity === MCC ? 'MCC' : 'CC'
      const notCounted = reasonNotCounted(secondary, suppression, tables)
      return { code: secondary.code, level, ...(notCounted && { notCounted }) }
    })
}

function outcome(pass: string, { drg, returnCode, path }: Assignment): string[] {
  const result = drg === UNGROUPABLE_DRG ? returnCode : `DRG ${pad(drg, 3)}`
  return [...path.map((match) => `${pass}: ${describe(match)}`), `${pass}: ${result}`]
}

function describe({ mdc, row }: Match): string {
  const effect = row.reroute === 0 ? '' : ` leads to MDC ${pad(row.reroute, 2)}`
  return `${mdc === 0 ? 'pre-MDC' : `MDC ${pad(mdc, 2)}`} rank ${row.rank}: ${row.text}${effect}`
}

function pad(number: number, digits: number): string {
  return String(number).padStart(digits, '0')
}
