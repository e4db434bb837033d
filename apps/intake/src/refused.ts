import type { Reason } from '@claims-audit/contracts'
import { Problem } from '@claims-audit/service'
import { named } from '@claims-audit/submission'

/** What was sent and cannot be read, with every reason. */
export const refused = (detail: string, reasons: Reason[], status = 422): Problem =>
  new Problem(status, { detail, errors: reasons.map(named) })
