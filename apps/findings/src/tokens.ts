export const LEDGER = Symbol('ledger')
export const KNOWLEDGE = Symbol('knowledge')
export const RELAY = Symbol('relay')
