/**
 * `npm test`: types, lint, then the suites by their cost, each in a process of its own; ends with one line that adds
 * everything up. `--browser` runs the suite in a browser and nothing else. `--containers` asks for testcontainers and
 * fails where no Docker engine answers; without it they are used where one does.
 */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './installed.mjs'
import { CHECKS } from './nx-targets.mjs'
import { environment, prepare } from './prepare.mjs'

const UNIT = ['unit', ['--maxWorkers=100%']]
// Each makes databases and topics of its own on one Kafka and one Postgres.
const INT = ['int', ['--maxWorkers=100%']]
// A running pipeline has the log to itself: two at once, where each can have a Kafka of its own.
const E2E = ['e2e', [process.env.KAFKA_BROKERS ? '--runInBand' : '--maxWorkers=2']]
const containers = process.argv.includes('--containers')
const inBrowser = process.argv.includes('--browser')
if (containers && spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 }).status !== 0) {
  console.error('No Docker engine answers: start one, or run "npm test", which does without')
  process.exit(2)
}

await prepare()
// Whatever a test leaves behind goes with this folder. Its name is short, for sockets lie in it, and Postgres, which runs
// under an account of its own, has to get in.
const folder = mkdtempSync(join(tmpdir(), 'ca-'))
chmodSync(folder, 0o755)
const totals = { passed: 0, failed: 0, skipped: 0 }
try {
  if (inBrowser) await suite('browser', ['--runInBand'])
  else if (containers) await inTurn([INT, E2E])
  else {
    await checkTree()
    await inTurn([UNIT, INT, E2E])
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(
  `${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`,
)
process.exit(totals.failed > 0 ? 1 : 0)

async function inTurn(suites) {
  for (const each of suites) await suite(...each)
}

/** What holds of the tree or does not. Nx runs two at a time, prints what they say, and remembers what held. */
async function checkTree() {
  const names = Object.keys(CHECKS)
  const said = []
  const code = await run(
    'nx',
    ['run-many', '-t', ...names, '-p', 'claims-audit', '--parallel=2', '--output-style=static'],
    { said },
  )
  const text = Buffer.concat(said).toString()
  process.stdout.write(text)
  const failed = names.filter((name) => text.includes(`- claims-audit:${name}\n`))
  const count = code === 0 ? 0 : Math.max(1, failed.length)
  totals.passed += names.length - count
  totals.failed += count
}

/** A jest project. What jest could not even run counts as a failure. */
async function suite(name, args) {
  console.log(`\n${name}`)
  const file = join(folder, `${name}.json`)
  const code = await run('jest', ['--selectProjects', name, '--json', '--outputFile', file, ...args], {
    env: { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' },
  })
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(
      readFileSync(file, 'utf8'),
    )
    totals.passed += numPassedTests
    totals.failed += numFailedTests + numRuntimeErrorTestSuites
    totals.skipped += numPendingTests
    if (code !== 0 && numFailedTests + numRuntimeErrorTestSuites === 0) totals.failed += 1
  } catch {
    totals.failed += 1
  }
}

/**
 * `said` takes what the command prints. jest's --json prints the whole report on stdout; its readable one goes to
 * stderr.
 */
function run(command, args, { env = {}, said } = {}) {
  return new Promise((resolve) => {
    const kept = said === undefined ? 'inherit' : 'pipe'
    const [out, err] = [args.includes('--json') ? 'ignore' : kept, kept]
    const child = spawn(join(root, 'node_modules', '.bin', command), args, {
      cwd: root,
      env: { ...environment, TMPDIR: folder, ...env },
      stdio: ['ignore', out, err],
    })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => said.push(piece))
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
}
