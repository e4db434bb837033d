import type { Reason } from '@claims-audit/contracts'
import { Problem } from '@claims-audit/service'

/** A reason as an answer names it: by field, never by value. */
export const named = ({ code, pointer, keyword }: Reason): Reason => ({ pointer, code, keyword })

/** What was sent and cannot be read, with every reason. */
export const refused = (detail: string, reasons: Reason[], status = 422): Problem =>
  new Problem(status, { detail, errors: reasons.map(named) })
