/** `npm start`: prepares, then hands over to the supervisor. Ctrl-C is the supervisor's: this only waits for it to be done. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { environment, prepare, root } from './prepare.mjs'

await prepare()
const supervisor = spawn('node', ['--enable-source-maps', join('apps', 'supervisor', 'dist', 'supervisor.js'), ...process.argv.slice(2)], { cwd: root, env: environment, stdio: 'inherit' })
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => supervisor.kill('SIGTERM'))
supervisor.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)))
