import { STATES } from '@claims-audit/decisions'
import { STILL_DEFERRED } from '../decisions/filter-work.js'
import { SCOPES } from './scopes.js'

/** Days after which an agreed finding whose claim has not come again is listed. */
export const UNCHANGED_DAYS = 5

const active = (condition = ''): string => `f.active${condition === '' ? '' : ` and ${condition}`}`
const begun = (state: keyof typeof STATES): string => active(`f.state > ${STATES.open} and f.state = ${STATES[state]}`)

/**
 * Conditions on `work_finding f`; `:person` is the caller. Each implies the predicate of its scope's index by what it
 * says, so that the planner sees it. What has no owner is read by the index of all active work, of which it is the
 * larger part.
 */
const QUEUES = {
  all: active(),
  mine: active("f.owner <> '' and f.owner = :person"),
  unassigned: active("f.owner = ''"),
  'second-review': begun('second-review'),
  'deferred-due': `${begun('deferred')} and not ${STILL_DEFERRED}`,
  returned: begun('returned'),
  queried: begun('queried'),
  'agreed-unchanged': `f.${SCOPES.agreed.where} and not exists (
    select from work_act a where a.finding_id = f.finding_id and a.revision = f.revision and a.act in ('agree', 'second-agree')
      and a.recorded_at > now() - interval '${UNCHANGED_DAYS} days')`,
} as const

export type WorkQueue = keyof typeof QUEUES
export const WORK_QUEUES = Object.keys(QUEUES) as WorkQueue[]

/** The condition of a queue; `person` is a parameter of the statement. */
export const inQueue = (queue: WorkQueue, person: string): string => QUEUES[queue].replace(':person', person)
