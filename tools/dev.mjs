/**
 * `npm run dev`: `npm start`, and whenever a source changes, a build of what it reaches; each service whose modules
 * changed starts again. The arguments are those of `npm start`.
 */
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { root } from './installed.mjs'
import { environment, prepare } from './prepare.mjs'

/** An editor writes a file in several steps. */
const SETTLES_MS = 200
const SOURCE = /(?:^|\/)(?:src|lexicon|packs|schemas)\/(?!generated\/).*\.(?:ts|yaml|json)$/

await prepare()
const pipeline = run('node', [join('apps', 'supervisor', 'dist', 'supervisor.js'), '--watch', ...process.argv.slice(2)])
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => pipeline.kill(signal))
pipeline.on('close', (code) => process.exit(code ?? 1))

let timer
let building = Promise.resolve()
for (const folder of ['apps', 'contracts', 'libs'])
  watch(join(root, folder), { recursive: true }, (_, name) => {
    if (name === null || !SOURCE.test(name)) return
    clearTimeout(timer)
    timer = setTimeout(() => (building = building.then(() => build(name))), SETTLES_MS)
  })

/** Its output is shown where it fails; what ran before goes on. */
function build(name) {
  console.log(`${name} changed; building ...`)
  const nx = run('nx', ['run-many', '-t', 'build', '--output-style=static'], ['ignore', 'pipe', 'inherit'])
  const parts = []
  nx.stdout.on('data', (part) => parts.push(part))
  return new Promise((resolve) =>
    nx.on('close', (code) => {
      console.log(code === 0 ? 'built' : Buffer.concat(parts).toString())
      resolve()
    }),
  )
}

function run(command, args, stdio = 'inherit') {
  return spawn(command, args, { cwd: root, env: environment, stdio })
}
