/**
 * `node tools/run.mjs DIRECTORY [NAME] ARGUMENTS`: prepares, then runs DIRECTORY/NAME.ts by our Node, which strips its
 * types. Without a name, all that the directory has, one after another, until one fails.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './installed.mjs'
import { environment, prepare } from './prepare.mjs'

const COMMANDS = {
  'tools/generate': ['generate'],
  'test/conformance': ['grouper', 'edits', 'tabular-notes', 'evidence', 'spark'],
  'test/bench': ['grouper', 'edits', 'evidence', 'intake', 'door', 'pipeline', 'latency', 'endurance', 'replay'],
  'test/faults': ['faults', 'replay'],
  'test/producers': ['matrix'],
  'test/secured': ['pipeline'],
  'test/openapi': ['fuzz'],
}

/** Run only by their name: they want to be told what to read, or take long. */
const BY_NAME = { 'test/conformance': ['notes'], 'test/bench': ['lists', 'workbench'] }

const [directory = '', ...rest] = process.argv.slice(2)
const all = COMMANDS[directory] ?? []
const isNamed = rest.length > 0 && !rest[0].startsWith('-')
const known = [...all, ...(BY_NAME[directory] ?? [])]
if (isNamed && !known.includes(rest[0])) {
  console.error(`${rest[0]} is unknown; choose one of: ${known.join(', ')}`)
  process.exit(2)
}
await prepare()
for (const name of isNamed ? [rest[0]] : all) {
  const code = await run(name, isNamed ? rest.slice(1) : rest)
  if (code !== 0) process.exit(code)
}

function run(name, args) {
  const command = spawn('node', ['--no-warnings', join(directory, `${name}.ts`), ...args], {
    cwd: root,
    env: environment,
    stdio: 'inherit',
  })
  return new Promise((resolve) => command.on('close', (code) => resolve(code ?? 1)))
}
