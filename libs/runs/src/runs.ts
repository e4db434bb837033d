/** The edge of runs: retrospective audits, planned and worked on. */
export { changesAsCsv, changesAsParquet } from './export/changes-file.js'
export { canWorkOn } from './work/can-work-on.js'
export { isInstant } from './plan/log-span.js'
export { planRun } from './plan/plan-run.js'
export type { PlanOptions } from './plan/plan-run.js'
export { workOnRun } from './work/work-on-run.js'
export type { WorkOptions } from './work/work-on-run.js'
