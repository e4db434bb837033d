export const LEDGER = Symbol('ledger')
export const RELAY = Symbol('relay')
export const METRICS = Symbol('metrics')
