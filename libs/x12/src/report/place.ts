/** Where in a file: all counted from 1, as a person would count. It holds no value of the file. */
export interface Place {
  /** Of the file; 0 before the first. */
  interchange: number
  /** Of the interchange. */
  transaction?: number
  /** Of the transaction. */
  claim?: number
  /** Of the transaction; its ST is segment 1. */
  segment?: number
  id?: string
  element?: number
}

/**
 * Why a transaction or a claim is not read. `keyword` is a code of X12's own (a qualifier, a guide), never a patient's.
 */
export interface Refusal {
  code: RefusalCode
  place: Place
  keyword?: string
}

export type RefusalCode =
  // of a transaction
  | 'transaction-set' // not an 837
  | 'guide' // not 005010X222 or X223
  | 'transaction-unfinished' // no SE
  | 'control-number' // SE02 is not ST02
  | 'no-transaction' // nothing to read in all the file
  // of text that is skipped; it may have held claims
  | 'no-interchange'
  | 'segment-too-long'
  | 'outside-a-transaction'
  // of a claim
  | 'segment-id'
  | 'hierarchy' // HL02 names no level that is above this one
  | 'claim-id'
  | 'icd-9'
  | 'component-separator' // ISA16 is not what separates the components
  | 'code-missing'
  | 'no-diagnosis'
  | 'date'
  | 'amount'
  | 'number'
  | 'frequency' // late charges: not a whole claim

/** Counts where a reader is in a file, by the segments that pass. */
export class Position {
  interchange = 0
  transaction = 0
  /** Transactions of the file. */
  ordinal = 0
  claim = 0
  isInClaim = false
  segment = 0

  openInterchange(): void {
    this.interchange += 1
    this.transaction = this.claim = this.segment = 0
  }

  openTransaction(): void {
    this.transaction += 1
    this.ordinal += 1
    this.claim = 0
    this.segment = 1
  }

  /** Here, in the segment of this id, or in one of its elements. */
  at(id?: string, element?: number): Place {
    const { interchange, transaction, claim, isInClaim, segment } = this
    return {
      interchange,
      ...(transaction > 0 && { transaction }),
      ...(isInClaim && { claim }),
      ...(transaction > 0 && id !== undefined && { segment }),
      ...(id !== undefined && { id }),
      ...(element !== undefined && { element }),
    }
  }
}
