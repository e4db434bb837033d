/**
 * The edge of long-audits: audits of submitted events, on the event loop where they are short and in a thread where
 * they are long.
 */
export { LongAudits } from './audits.js'
export type { LongAuditsOptions } from './audits.js'
export type { Judged, JudgedBy } from './judge-event.js'
