import { STATES } from '@claims-audit/decisions'
import type { Act, ClaimAct, State } from '@claims-audit/decisions'
import { columns } from './table.js'
import type { Table } from './table.js'

/** An act on a finding, or on a claim's work. */
export interface WorkAct {
  actId: string
  tenant: string
  claimId: string
  version: number
  revision: number
  /** Null: the act is on the claim. */
  finding: { findingId: string; findingDigest: string } | null
  act: Act | ClaimAct
  person: string
  /** Of the finding after the act; null where the act is on the claim. */
  state: State | null
  /** Of the claim after the act, empty where no person has it; null where the act is on a finding. */
  owner: string | null
  reason: string | null
  note: string | null
  /** ISO date. */
  until: string | null
  /** Sequences of the corrections that the act sent, the first and the last; null where it sent none. */
  sent: { from: number; to: number } | null
  /** Whether it decided a finding that is to be read blind. */
  sampled: boolean
}

/** Insert-only: where work stands follows from these rows in the order of `id`, which rises within a claim. */
export const WORK_ACT: Table<WorkAct> = {
  name: 'work_act',
  columns: columns<WorkAct>({
    tenant: ['text', ({ tenant }) => tenant],
    act_id: ['uuid', ({ actId }) => actId],
    claim_id: ['text', ({ claimId }) => claimId],
    version: ['int', ({ version }) => version],
    revision: ['int', ({ revision }) => revision],
    finding_id: ['uuid', ({ finding }) => finding?.findingId ?? null],
    finding_digest: ['text', ({ finding }) => finding?.findingDigest ?? null],
    act: ['text', ({ act }) => act],
    person: ['text', ({ person }) => person],
    state: ['smallint', ({ state }) => (state === null ? null : STATES[state])],
    owner: ['text', ({ owner }) => owner],
    reason: ['text', ({ reason }) => reason],
    note: ['text', ({ note }) => note],
    until_date: ['date', ({ until }) => until],
    sent_from: ['int', ({ sent }) => sent?.from ?? null],
    sent_to: ['int', ({ sent }) => sent?.to ?? null],
    sampled: ['bool', ({ sampled }) => (sampled ? 1 : 0)],
  }),
}

/** What a tenant has set, each time it did: the last row of a name counts. */
export interface TenantSetting {
  tenant: string
  name: 'release-policy' | 'reason-codes' | 'ranking' | 'bill-hold' | 'retention'
  /** JSON. */
  body: string
  person: string
}

export const TENANT_SETTING: Table<TenantSetting> = {
  name: 'tenant_setting',
  columns: columns<TenantSetting>({
    tenant: ['text', ({ tenant }) => tenant],
    name: ['text', ({ name }) => name],
    body: ['text', ({ body }) => body],
    person: ['text', ({ person }) => person],
  }),
}
