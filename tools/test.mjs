/**
 * `npm test`: types, lint, then the suites by their cost, each in a process of its own; ends with one line that adds everything up.
 * `--browser` runs the suite in a browser and nothing else. `--containers` asks for testcontainers and fails where no Docker engine answers; without it they are used where one does.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './installed.mjs'
import { environment, prepare } from './prepare.mjs'

const SOURCES = ['apps', 'contracts/src', 'libs']
const containers = process.argv.includes('--containers')
const inBrowser = process.argv.includes('--browser')
if (containers && spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 }).status !== 0) {
  console.error('No Docker engine answers: start one, or run "npm test", which does without')
  process.exit(2)
}

await prepare()
const results = mkdtempSync(join(tmpdir(), 'claims-audit-results-'))
const totals = { passed: 0, failed: 0, skipped: 0 }
try {
  if (!containers && !inBrowser) {
    await check('types', 'tsc', ['--noEmit', '-p', 'tsconfig.base.json'])
    await check('types of the page', 'tsc', ['--noEmit', '-p', 'apps/workbench/tsconfig.json'])
    await check('format', 'prettier', ['--check', '--log-level', 'warn', '.'])
    await check('lint', 'eslint', ['--max-warnings', '0', '.'])
    await check('import circles', 'depcruise', ['--config', '.dependency-cruiser.mjs', ...SOURCES])
    await check('unused files and exports', 'knip', ['--no-progress'])
    await suite('unit', ['--maxWorkers=100%'])
  }
  // Each makes databases and topics of its own on one Kafka and one Postgres. The running pipeline has the log to itself.
  if (!inBrowser) await suite('int', ['--maxWorkers=100%'])
  await suite(inBrowser ? 'browser' : 'e2e', ['--runInBand'])
} finally {
  rmSync(results, { recursive: true, force: true })
}
console.log(
  `${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`,
)
process.exit(totals.failed > 0 ? 1 : 0)

/** One thing that holds or does not. */
async function check(name, command, args) {
  console.log(`\n${name}`)
  const code = await run(command, args)
  totals[code === 0 ? 'passed' : 'failed'] += 1
}

/** A jest project. What jest could not even run counts as a failure. */
async function suite(name, args) {
  console.log(`\n${name}`)
  const file = join(results, `${name}.json`)
  const code = await run('jest', ['--selectProjects', name, '--json', '--outputFile', file, ...args], {
    NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
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

/** jest's --json prints the whole report on stdout; its readable one goes to stderr. */
function run(command, args, more = {}) {
  return new Promise((resolve) => {
    const quiet = args.includes('--json')
    const child = spawn(join(root, 'node_modules', '.bin', command), args, {
      cwd: root,
      env: { ...environment, ...more },
      stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
    })
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
}
