export const LEDGER = Symbol('ledger')
export const IDENTIFY = Symbol('who asks')
export const PROVIDER = Symbol('where people sign in')
/** What sends events to Kafka; undefined without one. */
export const PUBLISHER = Symbol('publisher')
/** The rules that are loaded, with their cases. */
export const RULES = Symbol('rules')
