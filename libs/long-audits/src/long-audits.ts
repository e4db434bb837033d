/**
 * The edge of long-audits: audits of submitted events, on the event loop where they are short and in a thread where
 * they are long; and such a thread for other long work.
 */
export { LongAudits } from './audits.js'
export type { LongAuditsOptions } from './audits.js'
export type { Judged, JudgedBy } from './judge-event.js'
export { WorkThread } from './work-thread.js'
export type { Ended } from './work-thread.js'
