import { groupInputOf, isGrouped } from '@claims-audit/audit'
import type { Claim } from '@claims-audit/claim'
import type { Reason } from '@claims-audit/contracts'
import { openKnowledge } from '@claims-audit/reference'
import { print, progress } from './output.js'
import { readClaims, rejectedLine } from './read-claims.js'

interface Options {
  version?: string
  trace?: boolean
}

/** `group FILE`: the MS-DRG of each claim, by the version in force at discharge or by the one named. */
export async function group(file: string, { version, trace = false }: Options): Promise<number> {
  const { grouper, editionsOn } = openKnowledge()
  if (version !== undefined && !grouper.versions.includes(version)) throw new Error(`MS-DRG ${version} is not loaded; there are ${grouper.versions.join(', ')}`)
  const watched = progress('claims')
  let exitCode = 0
  for await (const input of readClaims(file)) {
    const rejected = 'rejected' in input ? input.rejected : ungrouped(input.claim)
    const by = 'claim' in input ? (version ?? editionsOn(input.claim.dischargeDate ?? '')?.msDrg) : undefined
    if (rejected !== undefined || by === undefined || !('claim' in input)) {
      exitCode = 1
      await print(JSON.stringify(rejectedLine(input.line, rejected ?? OUTSIDE)))
    } else {
      const { claim } = input
      const { msDrgVersion, initialDrg, finalDrg, mdc, returnCode, weight, trace: steps } = grouper.group(groupInputOf(claim), by, { trace })
      await print(JSON.stringify({ claimId: claim.claimId, msDrgVersion, initialDrg, finalDrg, mdc, returnCode, weight, ...(trace && { trace: steps }) }))
    }
    watched.count()
  }
  watched.end()
  return exitCode
}

const OUTSIDE: Reason = { code: 'outside-editions', pointer: '/dischargeDate', keyword: 'date' }

/** Why a claim has no MS-DRG at all. */
function ungrouped(claim: Claim): Reason | undefined {
  return isGrouped(claim) ? undefined : { code: 'not-grouped', pointer: claim.dischargeDate === undefined ? '/dischargeDate' : '/claimType', keyword: 'inpatient' }
}
