import type { QuarantinedSummary, QuarantinedWhole } from '@claims-audit/ledger'
import { shownBytes, whyNotEdited, whyNotRedriven } from '@claims-audit/operations'
import type { MendRefused } from '@claims-audit/operations'
import { Problem } from '@claims-audit/service'
import { idOf } from './quarantine-query.js'

/** A quarantined event without anything of its claim but its name. */
export interface ToldQuarantined {
  id: string
  name: string
  /** Of a whole batch that could not be read: its last offset. */
  lastOffset: string | null
  tenant: string
  claimId: string
  stage: string
  reason: QuarantinedSummary['reason']
  attempts: number
  recordedAt: string
  ageSeconds: number
  state: QuarantinedSummary['state']
  edits: number
}

/** The same with its history, and with its bytes for who said why. */
export interface ToldWhole extends ToldQuarantined {
  acts: object[]
  [bytes: string]: unknown
}

export const toldQuarantined = (found: QuarantinedSummary, now: number): ToldQuarantined => ({
  id: idOf(found.name),
  name: found.name,
  lastOffset: found.lastOffset ?? null,
  tenant: found.tenant,
  claimId: found.claimId,
  stage: found.stage,
  reason: found.reason,
  attempts: found.attempts,
  recordedAt: found.recordedAt,
  ageSeconds: Math.max(0, Math.floor((now - Date.parse(found.recordedAt)) / 1_000)),
  state: found.state,
  edits: found.edits,
})

export function toldWhole(found: QuarantinedWhole, now: number, withBytes: boolean): ToldWhole {
  const { key, value, submitted, headers } = found
  const acts = found.acts.map(({ value: edited, ...act }) => ({
    ...act,
    ...(withBytes && shownBytes('value', edited)),
  }))
  const bytes = { ...shownBytes('key', key), ...shownBytes('value', value), ...shownBytes('submitted', submitted) }
  return { ...toldQuarantined(found, now), acts, ...(withBytes && { ...bytes, headers }) }
}

const STATUS: Record<MendRefused['refused'], number> = {
  'whole-batch': 409,
  rejected: 422,
  'no-bytes': 409,
  'not-archived': 409,
  'not-yours': 403,
  redriven: 409,
}

/** As problem+json: a rejected claim with the pointer of what is wrong with it. */
export function mendProblem(refused: MendRefused, act: 'edit' | 'redrive'): Problem {
  const why = act === 'edit' ? whyNotEdited(refused) : whyNotRedriven(refused)
  return new Problem(STATUS[refused.refused], {
    detail: `Not done: ${why}`,
    code: refused.refused,
    ...('reason' in refused && { errors: [refused.reason] }),
  })
}
