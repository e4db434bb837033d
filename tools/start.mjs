/** `npm start`: prepares, then hands over to the supervisor and waits for it. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './installed.mjs'
import { environment, prepare } from './prepare.mjs'

const USAGE = `npm start -- [--fused] [--no-samples]

  --fused        the whole audit in one process instead of three stages (for a small site)
  --no-samples   start without submitting the sample claims
`

if (process.argv.includes('--help')) {
  process.stdout.write(USAGE)
  process.exit()
}
await prepare()
const supervisor = spawn(
  'node',
  ['--enable-source-maps', join('apps', 'supervisor', 'dist', 'supervisor.js'), ...process.argv.slice(2)],
  { cwd: root, env: environment, stdio: 'inherit' },
)
// A Ctrl-C reaches the supervisor from the terminal, and once more through npm and us: it takes the two for one.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => supervisor.kill(signal))
supervisor.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)))

const PARENT_MS = 1_000
const parent = process.ppid
// npm's shell may die of a signal that it does not pass on; nothing would stop us then.
setInterval(() => {
  if (process.ppid !== parent) supervisor.kill('SIGTERM')
}, PARENT_MS)
