/** What a procedure adds to the counts that conditions are made of. */
export interface Tally {
  /** Bits: the sides of hip, knee and ankle. */
  sides: number
  vessels: number
  drugStents: number
  plainStents: number
  sglantfuse: number
  sglpostfuse: number
  sglpostfuse1: number
  sglantsectXfuse: number
}
