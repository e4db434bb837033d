import { applied, groupInputOf, isGrouped } from '@claims-audit/audit'
import { editionsOn } from '@claims-audit/code-sets'
import { normalizeCode } from '@claims-audit/contracts'
import type { SubmittedClaim } from '@claims-audit/contracts'
import type { Grouper } from '@claims-audit/ms-drg'
import { judgedConversion } from '@claims-audit/submission'
import type { ClaimChange } from '@claims-audit/x12'
import type { AgreedClaim } from './agreed.js'

/** MS-DRGs of a claim that cannot be grouped; no claim is billed with one. */
const ERROR_DRGS = new Set(['998', '999'])

/**
 * What the agreed changes do to a claim's segments. A billed MS-DRG becomes the one that the changed codes group to.
 */
export function billChange(claim: SubmittedClaim, { changes }: AgreedClaim, grouper: Grouper): ClaimChange {
  const drg = claim.billedDrg === undefined ? undefined : drgOf(claim, changes, grouper)
  return {
    replace: new Map(
      changes.flatMap(({ replace }) =>
        replace.map(({ from, to }): [string, string] => [normalizeCode(from), normalizeCode(to)]),
      ),
    ),
    remove: new Set(changes.flatMap(({ remove }) => remove.map(({ code }) => normalizeCode(code)))),
    isContradicted: isContradicted(changes),
    adds: changes.some(({ add }) => add.length > 0),
    ...(drg !== undefined && { drg }),
  }
}

/** Whether two of them change one code in different ways: neither is taken. */
function isContradicted(changes: AgreedClaim['changes']): boolean {
  const wanted = changes.flatMap(({ replace, remove }) => [
    ...replace.map(({ from, to }): [string, string] => [normalizeCode(from), normalizeCode(to)]),
    ...remove.map(({ code }): [string, string] => [normalizeCode(code), '']),
  ])
  const first = new Map(wanted.toReversed())
  return wanted.some(([code, to]) => first.get(code) !== to)
}

function drgOf(submitted: SubmittedClaim, changes: AgreedClaim['changes'], grouper: Grouper): string | undefined {
  const read = judgedConversion(submitted)
  if ('rejected' in read || !isGrouped(read.claim)) return undefined
  const changed = applied(read.claim, changes)
  const version = editionsOn(read.claim.dischargeDate ?? '')?.msDrg
  if (version === undefined) return undefined
  const { finalDrg } = grouper.group(grouper.read(groupInputOf(changed)), version)
  return finalDrg === null || ERROR_DRGS.has(finalDrg) ? undefined : finalDrg
}
