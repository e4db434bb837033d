import type { Refusal } from '../report/place.js'

/** An interchange as its ISA names it, with what came in it: what an acknowledgment answers. */
export interface InterchangeEnvelope {
  senderQualifier: string
  sender: string
  receiverQualifier: string
  receiver: string
  date: string
  time: string
  controlNumber: string
  /** ISA14: 1 where a TA1 is wanted. */
  wantsTa1: boolean
  /** ISA15: P or T. */
  usage: string
  /** The first thing that is wrong with it. */
  fault: InterchangeFault | undefined
  groups: GroupEnvelope[]
}

/** TA105 of 005010: the control numbers differ; the wrong number of groups; no IEA. */
export type InterchangeFault = '001' | '021' | '023'

export interface GroupEnvelope {
  functionalId: string
  sender: string
  receiver: string
  controlNumber: string
  version: string
  /** GE01, where there is a GE that is a number. */
  stated: number | undefined
  /** AK905: the group's trailer is missing; its control number differs; its count is wrong. */
  faults: ('3' | '4' | '5')[]
  transactions: TransactionEnvelope[]
}

export interface TransactionEnvelope {
  /** Of the interchange, from 1. */
  number?: number
  set: string
  controlNumber: string
  guide: string
  refusal: Refusal | undefined
  /** SE01 is not the number of segments. */
  isMiscounted: boolean
}
