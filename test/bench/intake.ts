/**
 * `npm run bench -- intake`: megabytes of 837 that one second of CPU reads: ours, both passes to claims; x12-parser
 * (npm), pyx12 (PyPI) and, where Java and Maven are, staedi, to segments alone. Each in a fresh process, in rounds that
 * alternate; the best round of each counts: what else the machine does can only slow one down. `--gigabytes 2` reads a
 * file of that size by ours alone, for its memory.
 */
import { execFile } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { diceOf } from '../conformance/dice.ts'
import { pythonOf } from '../conformance/python.ts'
import { billOf } from '../x12/generate-bills.ts'
import { write837 } from '../x12/write-837.ts'

const { values } = parseArgs({
  options: {
    claims: { type: 'string', default: '40000' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '3' },
    gigabytes: { type: 'string' },
    json: { type: 'boolean' },
  },
})

const run = promisify(execFile)
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const OURS = 'ours, to claims'
const PEERS = here('../../.local/x12-peers')
const STAEDI = '1.26.0'
/** New objects are garbage at once: a small space for them costs no CPU, and saves half of the memory. */
const OUR_READER = [process.execPath, '--max-semi-space-size=4', here('contenders/x12-ours.mjs')]

interface Took {
  seconds: number
  peak: number
  claims: number
}

const folder = mkdtempSync(join(tmpdir(), 'claims-audit-intake-'))
try {
  await (values.gigabytes === undefined ? compare() : readLargeFile(Number(values.gigabytes)))
} finally {
  rmSync(folder, { recursive: true })
}

async function compare(): Promise<void> {
  const file = join(folder, 'claims.837')
  const bytes = generated()
  writeFileSync(file, bytes)
  const python = await pythonOf(here('intake-requirements.txt'), 'pyx12')
  await installPeer()
  const best = await bestOf({
    [OURS]: [...OUR_READER, file],
    'x12-parser 1.3.0, to segments': [process.execPath, here('contenders/x12-npm.mjs'), file, PEERS],
    'pyx12 4.0.0, to segments': [python, here('intake_peer.py'), file],
    ...(await staedi(file)),
  })
  report(bytes.length / 1e6, best)
}

/** The generated interchanges again and again, as a clearing house's file of a year has them. */
async function readLargeFile(gigabytes: number): Promise<void> {
  const file = join(folder, 'claims.837')
  const bytes = generated()
  const out = openSync(file, 'w')
  const times = Math.ceil((gigabytes * 1e9) / bytes.length)
  for (let time = 0; time < times; time++) writeSync(out, bytes)
  closeSync(out)
  report((times * bytes.length) / 1e6, await bestOf({ [OURS]: [...OUR_READER, file] }, 1))
}

/** Claims by formula, a thousand a transaction, as clearing houses send them. */
function generated(): Buffer {
  const dice = diceOf(Number(values.seed))
  const bills = Array.from({ length: Number(values.claims) }, (_, i) => billOf(dice, i + 1))
  return write837(bills, undefined, 1_000)
}

/** Nothing where Java or Maven is missing. */
async function staedi(file: string): Promise<Record<string, string[]>> {
  const fetched = await run('mvn', [
    ...['-q', '-B', 'dependency:copy', `-Dartifact=io.xlate:staedi:${STAEDI}`, `-DoutputDirectory=${PEERS}`],
  ]).then(
    () => true,
    () => false,
  )
  if (!fetched) return {}
  const command = ['java', '-cp', join(PEERS, `staedi-${STAEDI}.jar`), here('contenders/StaediPeer.java'), file]
  return { [`staedi ${STAEDI} (Java), to segments`]: command }
}

async function installPeer(): Promise<void> {
  mkdirSync(PEERS, { recursive: true })
  writeFileSync(join(PEERS, 'package.json'), '{"private":true,"dependencies":{"x12-parser":"1.3.0"}}\n')
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: PEERS })
}

async function bestOf(
  commands: Record<string, string[]>,
  rounds = Number(values.rounds),
): Promise<Record<string, Took>> {
  const best: Record<string, Took> = {}
  for (let round = 0; round < rounds; round++) {
    for (const [name, [program = '', ...args]] of Object.entries(commands)) {
      const took = JSON.parse((await run(program, args)).stdout) as Took
      const known = best[name]
      if (known === undefined || took.seconds < known.seconds) best[name] = took
    }
  }
  return best
}

function report(megabytes: number, best: Record<string, Took>): void {
  if (values.json) {
    console.log(JSON.stringify({ seed: values.seed, cpu: cpus()[0]?.model, megabytes, best }))
    return
  }
  console.log(
    `seed ${values.seed}, ${megabytes.toFixed(1)} MB of 837, ${cpus()[0]?.model}, Node ${process.versions.node}`,
  )
  const ours = best[OURS]?.seconds ?? NaN
  const rows = Object.entries(best).map(([name, { seconds, peak, claims }]) => [
    name,
    {
      'MB per CPU s': Number((megabytes / seconds).toFixed(1)),
      'ours is faster by': Number((seconds / ours).toFixed(1)),
      'peak MB': Math.round(peak),
      claims,
    },
  ])
  console.table(Object.fromEntries(rows))
}
