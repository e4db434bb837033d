/**
 * `npm run test:replay`: a retrospective run of a million synthetic claims that is killed ten times and resumed, beside
 * an undisturbed one. Exit 1 where a row of theirs differs.
 */
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { unrulyClaims } from '../e2e/synthetic-claims.ts'
import { freshLedger } from '../fresh-database.ts'
import { freshStack } from '../fresh-stack.ts'
import { seeded } from '../protocol/claims.ts'
import { killAgainAndAgain } from './killed-run.ts'

const { values } = parseArgs({
  options: {
    claims: { type: 'string', default: '1000000' },
    kills: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const seed = Number(values.seed)
console.log(
  `seed ${seed}; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}; ${values.claims} claims and what an unruly upstream repeats of them`,
)
const { stack } = await freshStack('claims-audit-faults')
try {
  const databaseUrl = await freshLedger(stack.databaseUrl, 'replay')
  const { killed, undisturbed, resumed, tables } = await killAgainAndAgain({
    claims: unrulyClaims(Number(values.claims), seed, 'killed'),
    kills: Number(values.kills),
    random: seeded(seed),
    databaseUrl,
    log: (line) => console.log(line),
  })
  console.log(
    `killed ${killed} times; undisturbed ${undisturbed.seconds.toFixed(0)} s, killed and resumed ${resumed.seconds.toFixed(0)} s; digests ${undisturbed.digest === resumed.digest ? 'equal' : 'DIFFERENT'}`,
  )
  for (const { table, rows, different } of tables) console.log(`${table}: ${rows} rows, ${different} different`)
  process.exitCode = undisturbed.digest === resumed.digest && tables.every(({ different }) => different === 0) ? 0 : 1
} finally {
  await stack.stop()
}
