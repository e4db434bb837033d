/**
 * `npm run bench -- intake`: megabytes of 837 that one second of CPU reads: ours, both passes to claims; x12-parser (npm) and pyx12 (PyPI), to segments alone.
 * Each in a fresh process, in rounds that alternate; the best round of each counts: what else the machine does can only slow one down.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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
    json: { type: 'boolean' },
  },
})

const run = promisify(execFile)
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const OURS = 'ours, to claims'
const PEERS = here('../../.local/x12-peers')

interface Took {
  seconds: number
  peak: number
  claims: number
}

const folder = mkdtempSync(join(tmpdir(), 'claims-audit-intake-'))
try {
  const file = join(folder, 'claims.837')
  const megabytes = writeFile(file)
  const python = await pythonOf(here('intake-requirements.txt'), 'pyx12')
  await installPeer()
  const best = await bestOf({
    [OURS]: [process.execPath, here('contenders/x12-ours.mjs'), file],
    'x12-parser 1.3.0, to segments': [process.execPath, here('contenders/x12-npm.mjs'), file, PEERS],
    'pyx12 4.0.0, to segments': [python, here('intake_peer.py'), file],
  })
  report(megabytes, best)
} finally {
  rmSync(folder, { recursive: true })
}

/** Claims by formula, a thousand a transaction, as clearing houses send them. */
function writeFile(file: string): number {
  const dice = diceOf(Number(values.seed))
  const bytes = write837(
    Array.from({ length: Number(values.claims) }, (_, i) => billOf(dice, i + 1)),
    undefined,
    1_000,
  )
  writeFileSync(file, bytes)
  return bytes.length / 1e6
}

async function installPeer(): Promise<void> {
  mkdirSync(PEERS, { recursive: true })
  writeFileSync(join(PEERS, 'package.json'), '{"private":true,"dependencies":{"x12-parser":"1.3.0"}}\n')
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: PEERS })
}

async function bestOf(commands: Record<string, string[]>): Promise<Record<string, Took>> {
  const best: Record<string, Took> = {}
  for (let round = 0; round < Number(values.rounds); round++) {
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
