/** What a claim's segments are changed to say. Codes without their dots, in capital letters. */
export interface ClaimChange {
  replace: ReadonlyMap<string, string>
  remove: ReadonlySet<string>
  /** Whether the same code is to be changed in different ways. */
  isContradicted?: boolean
  /** Whether a code is to be added, which no file is changed to say. */
  adds?: boolean
  /** The MS-DRG of the claim as changed; undefined leaves what is billed. */
  drg?: string
}

/** What makes it a replacement of a claim that the payer has. */
export interface Replacement {
  /** The number by which the payer knows it (REF*F8); undefined where the claim itself names it. */
  payerClaimNumber: string | undefined
}

/** Why a claim of a file is left as it is. */
export type ChangeRefusal =
  | 'adds-a-code' // no code is added by a correction: that is a question to the provider
  | 'contradicted' // one code is to be changed in different ways
  | 'no-code' // what a code is to become is not one
  | 'code-not-billed' // a code that is to be changed is not on the claim: it is not the version that was judged
  | 'principal' // the principal diagnosis would go, and nothing takes its place
  | 'pointers' // a diagnosis that goes is pointed at by service lines (SV107), or stands before one that is
  | 'payer-claim-number' // a replacement has to name it

/** A claim that is not changed. */
export class NotChanged extends Error {
  readonly code: ChangeRefusal

  constructor(code: ChangeRefusal) {
    super(code)
    this.code = code
  }
}

/** What `change` gives; undefined, and the reason noted under the claim's key, where the claim cannot be changed. */
export function unlessRefused<T>(key: string, refused: Map<string, ChangeRefusal>, change: () => T): T | undefined {
  try {
    return change()
  } catch (error) {
    if (!(error instanceof NotChanged)) throw error
    refused.set(key, error.code)
    return undefined
  }
}
