import { normalizeClaim } from '@claims-audit/claim'
import type { Claim } from '@claims-audit/claim'
import type { ClinicalDocument, Finding, RuleCase, StructuredCapture, SubmittedClaim } from '@claims-audit/contracts'
import { auditClaim } from '../audit-claim.js'
import type { Knowledge } from '../knowledge/knowledge.js'
import type { LoadedRule } from './rule-set.js'
import { tablesGiven, type UserTables } from '../user-tables/user-tables.js'

/** Runs every rule's cases; returns what failed, one line each with rule and case. Empty is all well. */
export function runCases(loaded: LoadedRule[], knowledge: Knowledge): string[] {
  return loaded.flatMap(({ rule, cases }) =>
    cases.flatMap((each) => {
      const lack = lackOf(each, raised(rule.id, each, knowledge))
      return lack === undefined ? [] : [`${rule.id}: ${each.name}: ${lack}`]
    }),
  )
}

function raised(ruleId: string, each: RuleCase, knowledge: Knowledge): Finding[] | string {
  const tables = tablesIn(each)
  if (typeof tables === 'string') return tables
  const result = auditClaim(claimOf(each), { ...knowledge, ...tables }, { sentOn: each.sentOn })
  return 'rejected' in result
    ? `rejected: ${result.rejected.code}`
    : result.findings.filter((finding) => finding.ruleId === ruleId)
}

/** The user's tables that a case brings, or what is wrong with them. */
function tablesIn({ tables = {} }: RuleCase): Partial<UserTables> | string {
  try {
    return tablesGiven(tables)
  } catch (error) {
    return (error as Error).message
  }
}

function lackOf(each: RuleCase, findings: Finding[] | string): string | undefined {
  if (typeof findings === 'string') return findings
  if (each.expect === 'quiet')
    return findings.length === 0 ? undefined : `expected quiet, raised "${findings[0]?.message}"`
  if (findings.length === 0) return 'expected to fire, stayed quiet'
  return findings.some((finding) => holds(finding, each.finding ?? {}))
    ? undefined
    : `raised, but not as expected: ${JSON.stringify(findings)}`
}

/** Whether a value holds all that another names, at every depth. */
function holds(value: unknown, named: unknown): boolean {
  if (typeof named !== 'object' || named === null) return value === named
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(named) && (!Array.isArray(value) || value.length !== named.length)) return false
  return Object.entries(named).every(([name, held]) => holds((value as Record<string, unknown>)[name], held))
}

/** The claim of a case. */
export const claimOf = (each: RuleCase): Claim => normalizeClaim(submittedOf(each))

/** A plain stay of January 2026 around what the case names: its first code is the principal diagnosis. */
export function submittedOf(each: RuleCase): SubmittedClaim {
  return {
    claimId: 'case',
    claimType: each.claimType ?? 'institutional-inpatient',
    patient: { ageInYears: 64, sex: 'F' },
    admissionDate: '2026-01-04',
    dischargeDate: '2026-01-09',
    dischargeStatus: '01',
    diagnoses: each.codes.map((code, at) => ({
      role: at === 0 ? 'principal' : 'secondary',
      code,
      poa: each.acquired?.includes(code) ? 'N' : 'Y',
    })),
    procedures: (each.procedures ?? []).map((code) => ({ code })),
    ...(each.billedDrg !== undefined && { billedDrg: each.billedDrg }),
    documents: (each.documents ?? []).map((document, at) => ({ id: `D${at + 1}`, ...document }) as ClinicalDocument),
    ...(each.documentation !== undefined && { documentation: each.documentation as StructuredCapture }),
    ...each.claim,
  }
}
