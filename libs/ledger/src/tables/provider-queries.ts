import { QUERY_STATES } from '@claims-audit/decisions'
import type { QueryAct, QueryState } from '@claims-audit/decisions'
import { columns } from './table.js'
import type { Table } from './table.js'

/** A query to a provider as it stands. */
export interface ProviderQuery {
  queryId: string
  tenant: string
  claimId: string
  version: number
  revision: number
  findingId: string
  facilityId: string | null
  state: QueryState
  addressee: string | null
  /** ISO instant. */
  deadline: string
  /** Of the event that asks it; null until it is sent. */
  correctionId: string | null
}

/** One row a query, changed with each act: what lists are read from. It follows from the acts. */
export const PROVIDER_QUERY: Table<ProviderQuery> = {
  name: 'provider_query',
  columns: columns<ProviderQuery>({
    query_id: ['uuid', ({ queryId }) => queryId],
    tenant: ['text', ({ tenant }) => tenant],
    claim_id: ['text', ({ claimId }) => claimId],
    version: ['int', ({ version }) => version],
    revision: ['int', ({ revision }) => revision],
    finding_id: ['uuid', ({ findingId }) => findingId],
    facility_id: ['text', ({ facilityId }) => facilityId],
    state: ['smallint', ({ state }) => QUERY_STATES[state]],
    addressee: ['text', ({ addressee }) => addressee],
    deadline: ['timestamptz', ({ deadline }) => deadline],
    correction_id: ['uuid', ({ correctionId }) => correctionId],
  }),
}

/** What was done to a query, with its wording then. */
export interface DoneToQuery {
  actId: string
  queryId: string
  tenant: string
  act: QueryAct
  person: string
  state: QueryState
  /** JSON of what is asked; null where the act changes none of it. */
  wording: string | null
  addressee: string | null
  deadline: string | null
  answer: string | null
  note: string | null
}

/** Insert-only: every former wording stays. */
export const QUERY_ACT: Table<DoneToQuery> = {
  name: 'query_act',
  columns: columns<DoneToQuery>({
    act_id: ['uuid', ({ actId }) => actId],
    query_id: ['uuid', ({ queryId }) => queryId],
    tenant: ['text', ({ tenant }) => tenant],
    act: ['text', ({ act }) => act],
    person: ['text', ({ person }) => person],
    state: ['smallint', ({ state }) => QUERY_STATES[state]],
    wording: ['text', ({ wording }) => wording],
    addressee: ['text', ({ addressee }) => addressee],
    deadline: ['timestamptz', ({ deadline }) => deadline],
    answer: ['text', ({ answer }) => answer],
    note: ['text', ({ note }) => note],
  }),
}
