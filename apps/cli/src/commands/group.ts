import type { Command } from 'commander'
import { exitWith } from '../options.js'
import { groupInputOf, isGrouped } from '@claims-audit/audit'
import type { Claim } from '@claims-audit/claim'
import { editionsOn } from '@claims-audit/code-sets'
import type { Reason } from '@claims-audit/contracts'
import type { Grouper } from '@claims-audit/ms-drg'
import { openGrouping } from '@claims-audit/reference'
import { print, progress } from '../output.js'
import { judged, readClaims, rejectedLine } from '../claims/read-claims.js'

interface Options {
  version?: string
  trace?: boolean
}

/** `group FILE`: the MS-DRG of each claim, by the version in force at discharge or by the one named. */
export async function group(file: string, { version, trace = false }: Options): Promise<number> {
  const { grouper } = openGrouping()
  if (version !== undefined && !grouper.versions.includes(version))
    throw new Error(`MS-DRG ${version} is not loaded; there are ${grouper.versions.join(', ')}`)
  const watched = progress('claims')
  let exitCode = 0
  for await (const input of readClaims(file)) {
    const line = judged(input, (claim) =>
      grouped(claim, grouper, version ?? editionsOn(claim.dischargeDate ?? '')?.msDrg, trace),
    )
    if ('rejected' in line) exitCode = 1
    await print(JSON.stringify('rejected' in line ? rejectedLine(input.at, line.rejected) : line))
    watched.count()
  }
  watched.end()
  return exitCode
}

/** Only a finished inpatient stay has an MS-DRG. */
const UNGROUPED = { msDrgVersion: null, initialDrg: null, finalDrg: null, mdc: null, returnCode: null, weight: null }

/** A claim's line, or why it cannot be grouped; with the trace, all that the grouper says of it and of its codes. */
function grouped(
  claim: Claim,
  grouper: Grouper,
  version: string | undefined,
  trace: boolean,
): object | { rejected: Reason } {
  if (!isGrouped(claim)) return { claimId: claim.claimId, ...UNGROUPED }
  if (version === undefined)
    return { rejected: { code: 'outside-editions', pointer: '/dischargeDate', keyword: 'date' } }
  const input = groupInputOf(claim)
  const { msDrgVersion, initialDrg, finalDrg, mdc, returnCode, weight, ...more } = grouper.group(
    grouper.read(input),
    version,
    { trace },
  )
  const line = { claimId: claim.claimId, msDrgVersion, initialDrg, finalDrg, mdc, returnCode, weight }
  if (!trace) return line
  const diagnoses = more.diagnoses.map((mark, i) => ({ code: input.diagnoses[i]?.code, ...mark }))
  const procedures = more.procedures.map((mark, i) => ({ code: input.procedures[i], ...mark }))
  return { ...line, ...more, diagnoses, procedures }
}

export function addGroup(program: Command): void {
  program
    .command('group')
    .argument('<file>', 'claims as X12 837, FHIR R4, JSON lines, a JSON array or CloudEvents; - reads stdin')
    .option('--version <version>', 'MS-DRG version (43.1); default: the version of the discharge date')
    .option('--trace', 'include how the grouper reached its DRG and how it used each code')
    .description('assign MS-DRGs and print one line for each claim')
    .action(exitWith(group))
}
