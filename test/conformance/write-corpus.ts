import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { baseDrgOf, outcomeOf } from './compare.ts'
import { conformanceClaims } from './generate-claims.ts'
import type { ConformanceClaim } from './generate-claims.ts'
import type { Oracle, OracleAnswer } from './oracle.ts'
import { readVersionCodes } from './version-codes.ts'

const CLAIMS = 5_000
const SEED = 40_44
const BEST = 9
const file = fileURLToPath(new URL('../../libs/ms-drg/corpus/claims.jsonl.gz', import.meta.url))

/**
 * Draws the fixed corpus, as it comes: no claim is chosen or dropped for its result. Says what it wrote. Throws where
 * the reference grouper fails on one.
 */
export async function writeCorpus(oracle: Oracle): Promise<string> {
  const claims = conformanceClaims(SEED, readVersionCodes())(CLAIMS)
  const answers = await oracle.ask(claims)
  const lines = claims.map((claim, at) => `${JSON.stringify(lineOf(claim, answers[at] as OracleAnswer))}\n`)
  await writeFile(file, gzipSync(lines.join(''), { level: BEST }))
  return `${CLAIMS} claims drawn with seed ${SEED}: ${file}`
}

function lineOf({ version, ...claim }: ConformanceClaim, answer: OracleAnswer) {
  if ('error' in answer) throw new Error(`the reference grouper fails: ${answer.error}: ${JSON.stringify(claim)}`)
  const { initialSeverity, finalSeverity } = answer
  return {
    version,
    claim,
    expected: { ...outcomeOf(answer), baseDrg: baseDrgOf(answer), initialSeverity, finalSeverity },
  }
}
