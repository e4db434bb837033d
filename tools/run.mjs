/**
 * `node tools/run.mjs DIRECTORY NAME ARGUMENTS`: prepares, then runs DIRECTORY/NAME.ts by our Node, which strips its types. Without a name that is
 * there, says which ones are; where there is but one, its name may be left out.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './installed.mjs'
import { environment, prepare } from './prepare.mjs'

const COMMANDS = { 'test/conformance': ['grouper'], 'test/bench': ['grouper'] }

const [directory = '', ...rest] = process.argv.slice(2)
const names = COMMANDS[directory] ?? []
const named = names.includes(rest[0])
const [name, args] = named ? [rest[0], rest.slice(1)] : [names.length === 1 ? names[0] : undefined, rest]
if (name === undefined || !existsSync(join(root, directory, `${name}.ts`))) {
  console.error(`name one of: ${names.join(', ')}`)
  process.exit(2)
}
await prepare()
const command = spawn('node', ['--no-warnings', join(directory, `${name}.ts`), ...args], { cwd: root, env: environment, stdio: 'inherit' })
command.on('close', (code) => process.exit(code ?? 1))
