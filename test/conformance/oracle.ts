import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ConformanceClaim } from './generate-claims.ts'
import { pythonOf } from './python.ts'

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

/** `impact`: `INITIAL`, `FINAL`, `BOTH`, `NONE`; `poa`: what it says of the indicator; each HAC with its number and status. */
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

export interface Oracle {
  /** The claims' answers, in their order. Throws where the reference grouper has died. One call at a time. */
  group(claims: readonly ConformanceClaim[]): Promise<OracleAnswer[]>
  close(): void
}

/** Starts the reference grouper in a process of its own. */
export async function openOracle(): Promise<Oracle> {
  const child = spawn(await pythonOf(), [fileURLToPath(new URL('oracle.py', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'] })
  // Its death shows as the end of its answers.
  child.stdin.on('error', () => undefined)
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()

  async function nextAnswer(): Promise<OracleAnswer> {
    const { value, done } = await answers.next()
    if (done) throw new Error('the reference grouper has ended')
    return JSON.parse(value) as OracleAnswer
  }

  return {
    group: async (claims) => {
      child.stdin.write(claims.map((claim) => `${JSON.stringify(claim)}\n`).join(''))
      const given: OracleAnswer[] = []
      while (given.length < claims.length) given.push(await nextAnswer())
      return given
    },
    close: () => void child.stdin.end(),
  }
}
