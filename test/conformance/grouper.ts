/** `npm run conformance`: groups invented claims here and by the reference grouper, and shows where the two differ. */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { compare } from './compare.ts'
import type { Comparison } from './compare.ts'
import { conformanceClaims } from './generate-claims.ts'
import type { ConformanceClaim } from './generate-claims.ts'
import { groupClaim } from './group-claim.ts'
import { openOracle } from './oracle.ts'
import type { Oracle } from './oracle.ts'
import { count, newTally, tallyText } from './tally.ts'
import { readVersionCodes } from './version-codes.ts'
import { writeCorpus } from './write-corpus.ts'

const USAGE = `npm run conformance -- [--claims N] [--seed S]
npm run conformance -- --write-corpus

  --claims N       how many claims are drawn (default 54,000), for the nine versions in turn
  --seed S         repeats a run (default: a new one, which is printed)
  --write-corpus   draws libs/ms-drg/corpus/claims.jsonl.gz again, with its own seed
`
const BATCH = 500
const SHOWN = 20
const LARGEST_SEED = 2 ** 32

try {
  process.exitCode = await main()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 2
}

/** Returns the exit code: 1 where a claim differs without an explanation. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      claims: { type: 'string', default: '54000' },
      seed: { type: 'string', default: String(randomInt(LARGEST_SEED)) },
      'write-corpus': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return print(USAGE)
  if (values['write-corpus']) return print(`${await withOracle(writeCorpus)}\n`)
  const [claims, seed] = [wholeNumber(values.claims), wholeNumber(values.seed)]
  return withOracle((oracle) => checkConformance(oracle, claims, seed))
}

function print(text: string): 0 {
  process.stdout.write(text)
  return 0
}

async function withOracle<T>(use: (oracle: Oracle) => Promise<T>): Promise<T> {
  const oracle = await openOracle()
  try {
    return await use(oracle)
  } finally {
    oracle.close()
  }
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new RangeError(`${text} is not a whole number`)
  return Number(text)
}

async function checkConformance(oracle: Oracle, claims: number, seed: number): Promise<number> {
  console.log(`seed ${seed}`)
  const began = Date.now()
  const all = readVersionCodes()
  const byVersion = new Map(all.map((codes) => [codes.version, codes]))
  const tally = newTally()
  const unlike: Comparison[] = []
  const draw = conformanceClaims(seed, all)
  for (let left = claims; left > 0; left -= BATCH) {
    for (const comparison of await compareBatch(draw(Math.min(BATCH, left)), oracle)) {
      count(tally, comparison, byVersion.get(comparison.claim.version) as (typeof all)[number])
      if (comparison.verdict !== 'agree') unlike.push(comparison)
    }
  }
  console.log(tallyText(tally))
  console.log(`\n${((Date.now() - began) / 1_000).toFixed(0)} s`)
  const different = unlike.filter(({ verdict }) => verdict === 'differ')
  show(
    'explained differences (README.md)',
    unlike.filter(({ verdict }) => verdict === 'explained'),
  )
  show('differences', different)
  return different.length > 0 ? 1 : 0
}

/** The reference grouper has the batch while ours groups it. */
async function compareBatch(claims: ConformanceClaim[], oracle: Oracle): Promise<Comparison[]> {
  const answered = oracle.ask(claims)
  const results = claims.map(groupClaim)
  const answers = await answered
  return claims.map((claim, at) =>
    compare(claim, results[at] as (typeof results)[number], answers[at] as (typeof answers)[number]),
  )
}

function show(what: string, comparisons: Comparison[]): void {
  if (comparisons.length === 0) return
  console.log(`\n${comparisons.length} ${what}${comparisons.length > SHOWN ? `, the first ${SHOWN}` : ''}:`)
  for (const { claim, ours, theirs } of comparisons.slice(0, SHOWN))
    console.log(`${JSON.stringify(claim)}\n  ours   ${JSON.stringify(ours)}\n  theirs ${JSON.stringify(theirs)}`)
}
