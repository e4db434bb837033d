import { daysBetween } from '@claims-audit/claim'
import type { DrgWeight } from '@claims-audit/ms-drg'
import type { Match } from '../../findings/match.js'
import { principalOf, type GroupedClaim } from './grouped-claim.js'

/** Discharge statuses of a transfer to another acute-care hospital, 42 CFR 412.4(b): any DRG but the one below. */
const ACUTE = new Set(['02', '66', '82', '94'])
/** Of a transfer to post-acute care or hospice, 412.4(c): the DRGs that Table 5 flags. */
const POST_ACUTE = new Set(['03', '05', '06', '50', '51', '62', '63', '65', '83', '85', '86', '90', '91', '93'])
/**
 * Neonates, died or transferred to another acute-care facility: its weight already reckons with the transfer,
 * 412.4(f)(3).
 */
const NEONATE_TRANSFER = '789'

/**
 * Paid per diem because the patient was transferred before the mean stay was over. Silent where no Table 5 is loaded.
 */
export function drgTransfer({ claim, asSubmitted, table5, impact }: GroupedClaim): Match[] {
  const { admissionDate, dischargeDate, dischargeStatus = '' } = claim
  const table = table5(asSubmitted.finalDrg)
  if (
    table === undefined ||
    table.gmlos === null ||
    table.weight === null ||
    admissionDate === undefined ||
    dischargeDate === undefined
  )
    return []
  const days = Math.max(1, daysBetween(admissionDate, dischargeDate))
  const share = shareOf(asSubmitted.finalDrg, dischargeStatus, days, table.gmlos, table)
  if (share >= 1) return []
  return [
    {
      codes: principalOf(claim),
      target: [asSubmitted.finalDrg, dischargeStatus],
      drgImpact: impact(asSubmitted, {
        finalDrg: asSubmitted.finalDrg,
        weight: Math.round(table.weight * share * 10_000) / 10_000,
      }),
      values: {
        drg: asSubmitted.finalDrg,
        status: dischargeStatus,
        stay: days === 1 ? '1 day' : `${days} days`,
        gmlos: String(table.gmlos),
        share: `${Math.round(share * 100)} %`,
      },
    },
  ]
}

/**
 * What part of the full payment is paid. Twice the per diem for the first day and one for each day after it,
 * 412.4(f)(1); for the DRGs of the special payment half of the full amount, and half of that beside it, 412.4(f)(6).
 */
function shareOf(
  drg: string,
  status: string,
  days: number,
  gmlos: number,
  { postAcute, specialPay }: DrgWeight,
): number {
  const perDiem = (days + 1) / gmlos
  if (ACUTE.has(status)) return drg === NEONATE_TRANSFER ? 1 : perDiem
  if (!POST_ACUTE.has(status) || !postAcute) return 1
  return specialPay ? 0.5 + perDiem / 2 : perDiem
}
