export const LEDGER = Symbol('ledger')
export const IDENTIFY = Symbol('who asks')
export const PROVIDER = Symbol('where people sign in')
/** What sends events to Kafka; undefined without one. */
export const PUBLISHER = Symbol('publisher')
/** What Kafka says of the pipeline; undefined without one. */
export const LOG_STATES = Symbol('log states')
/** The rules that are loaded, with their cases. */
export const RULES = Symbol('rules')
