import type { Claim } from '@claims-audit/claim'
import { normalizeCode } from '@claims-audit/contracts'
import type { Diagnosis, Procedure, Reason, TrialChanges } from '@claims-audit/contracts'

/**
 * A claim as it would be with the changes; a code that is to be removed, replaced or put first must be on it
 * (`not-on-claim`). Nothing else of the claim is touched: its documents, its payer, its dates.
 */
export function changedClaim(claim: Claim, changes: TrialChanges): Claim | { rejected: Reason } {
  const missing = missingOn(claim, changes)
  if (missing !== undefined) return { rejected: { code: 'not-on-claim', pointer: missing, keyword: null } }
  return {
    ...claim,
    diagnoses: inOrder(diagnosesOf(claim.diagnoses, changes), changes.order ?? []),
    procedures: numbered(proceduresOf(claim.procedures, changes)),
    ...(changes.dischargeStatus !== undefined && { dischargeStatus: changes.dischargeStatus }),
  }
}

/** Where a change names a code that the claim has not, as a JSON pointer. */
function missingOn(claim: Claim, { remove = [], replace = [], order = [], removeProcedures = [] }: TrialChanges) {
  const diagnoses = new Set(claim.diagnoses.map(({ code }) => code))
  const procedures = new Set(claim.procedures.map(({ code }) => code))
  const added = new Set([...replace.map(({ to }) => normalizeCode(to))])
  const named: [string, string, ReadonlySet<string>][] = [
    ...remove.map((code, at): [string, string, Set<string>] => [code, `/remove/${at}`, diagnoses]),
    ...replace.map(({ from }, at): [string, string, Set<string>] => [from, `/replace/${at}/from`, diagnoses]),
    ...order.map((code, at): [string, string, Set<string>] => [
      code,
      `/order/${at}`,
      new Set([...diagnoses, ...added]),
    ]),
    ...removeProcedures.map((code, at): [string, string, Set<string>] => [code, `/removeProcedures/${at}`, procedures]),
  ]
  return named.find(([code, , held]) => !held.has(normalizeCode(code)))?.[1]
}

function diagnosesOf(held: Diagnosis[], { add = [], remove = [], replace = [] }: TrialChanges): Diagnosis[] {
  const removed = new Set(remove.map(normalizeCode))
  const instead = new Map(replace.map(({ from, to }) => [normalizeCode(from), normalizeCode(to)]))
  return [
    ...held
      .filter(({ code }) => !removed.has(code))
      .map((diagnosis) => ({ ...diagnosis, code: instead.get(diagnosis.code) ?? diagnosis.code })),
    ...add.map(({ code, role = 'secondary', poa }) => ({
      role,
      code: normalizeCode(code),
      ...(poa !== undefined && { poa }),
    })),
  ]
}

/** The first that is named becomes the principal diagnosis, and a former one a secondary. */
function inOrder(diagnoses: Diagnosis[], order: string[]): Diagnosis[] {
  const [principal, ...others] = order.map(normalizeCode)
  if (principal === undefined) return numbered(diagnoses)
  const place = new Map([principal, ...others].map((code, at) => [code, at]))
  const isRanked = ({ role }: Diagnosis): boolean => role === 'principal' || role === 'secondary'
  const ranked = diagnoses
    .filter(isRanked)
    .sort((a, b) => (place.get(a.code) ?? Infinity) - (place.get(b.code) ?? Infinity) || 0)
    .map((diagnosis, at): Diagnosis => ({ ...diagnosis, role: at === 0 ? 'principal' : 'secondary' }))
  return numbered([...ranked, ...diagnoses.filter((each) => !isRanked(each))])
}

const numbered = <T extends Diagnosis | Procedure>(codes: T[]): T[] =>
  codes.map((each, at) => ({ ...each, sequence: at + 1 }))

function proceduresOf(held: Procedure[], { addProcedures = [], removeProcedures = [] }: TrialChanges): Procedure[] {
  const removed = new Set(removeProcedures.map(normalizeCode))
  return [
    ...held.filter(({ code }) => !removed.has(code)),
    ...addProcedures.map(({ code, date }) => ({ code: normalizeCode(code), ...(date !== undefined && { date }) })),
  ]
}
