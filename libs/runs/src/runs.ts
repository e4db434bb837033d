/** The edge of runs: retrospective audits, planned and worked on. */
export { canWorkOn } from './can-work-on.js'
export { outcomeOf } from './outcome-of.js'
export { openPinned } from './pinned-knowledge.js'
export { planRun } from './plan-run.js'
export type { PlanOptions } from './plan-run.js'
export { workOnRun } from './work-on-run.js'
export type { WorkOptions } from './work-on-run.js'
