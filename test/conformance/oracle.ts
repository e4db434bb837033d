import type { ConformanceClaim } from './generate-claims.ts'
import { openPeer, type Peer } from './peer.ts'

/** What the reference grouper says of a claim (oracle.py): a result, or the exception that it ended in. */
export type OracleAnswer = OracleResult | { error: string }

/** DRGs and MDCs are numbers; a base DRG is missing where there is no DRG. */
export interface OracleResult {
  initialDrg: number
  finalDrg: number
  initialMdc: number
  mdc: number
  initialReturnCode: string
  returnCode: string
  initialBaseDrg: number | null
  baseDrg: number | null
  initialSeverity: string
  finalSeverity: string
  principal: MarkedDiagnosis | null
  /** In the reference grouper's own order, not the claim's. */
  secondaries: MarkedDiagnosis[]
  procedures: MarkedProcedure[]
}

/**
 * `impact`: `INITIAL`, `FINAL`, `BOTH`, `NONE`; `poa`: what it says of the indicator; each HAC with its number and
 * status.
 */
export interface MarkedDiagnosis {
  code: string
  mdc: number | null
  severity: string
  impact: string
  poa: string
  flags: string[]
  hacs: [number, string][]
}

export interface MarkedProcedure {
  code: string
  isOr: boolean
  impact: string
  flags: string[]
  hacs: string[]
}

export type Oracle = Peer<ConformanceClaim, OracleAnswer>

/** Starts the reference grouper in a process of its own. */
export const openOracle = (): Promise<Oracle> => openPeer('oracle.py')
