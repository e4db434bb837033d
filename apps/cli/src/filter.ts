import type { RunFilter } from '@claims-audit/contracts'
import { given } from './given.js'

export interface FilterOptions {
  tenant?: string
  claim?: string
  facility?: string
  payer?: string
  dischargedFrom?: string
  dischargedTo?: string
}

/** Which claims are asked for. */
export function filterOf({
  tenant,
  claim: claimId,
  facility,
  payer,
  dischargedFrom: dischargeFrom,
  dischargedTo: dischargeTo,
}: FilterOptions): RunFilter {
  return given({ tenant, claimId, facility, payer, dischargeFrom, dischargeTo })
}
