import { openGrouper } from '@claims-audit/reference'
import type { GroupResult } from '@claims-audit/ms-drg'
import type { ConformanceClaim } from './generate-claims.ts'

/** What the grouper of this project makes of a claim. */
export function groupClaim({ version, ...stay }: ConformanceClaim): GroupResult {
  const grouper = openGrouper()
  return grouper.group(grouper.read(stay), version)
}
