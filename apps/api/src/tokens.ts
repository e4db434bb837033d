export const LEDGER = Symbol('ledger')
