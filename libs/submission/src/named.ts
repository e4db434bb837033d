import type { Reason } from '@claims-audit/contracts'

/** A reason as an answer names it: by field, never by value. */
export const named = ({ code, pointer, keyword }: Reason): Reason => ({ pointer, code, keyword })
