/**
 * What every command needs first: the dependencies as locked, and a build that is not stale. Plain JavaScript for any
 * Node from 20 on: what it installs brings the Node that all else runs on (the npm package `node`).
 */
import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { isInstalled, root } from './installed.mjs'

const bin = join(root, 'node_modules', '.bin')

/**
 * The environment of what we run: our Node first, modules compiled once for all processes, and nothing left in the
 * background by Nx.
 */
export const environment = {
  NODE_COMPILE_CACHE: join(root, '.local', 'compile-cache'),
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH}`,
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  FORCE_COLOR: '0',
}

export async function prepare() {
  if (Number(process.versions.node.split('.')[0]) < 20)
    fail(`Node ${process.versions.node} is too old: install Node 20 or later`)
  await install()
  await build()
}

async function install() {
  if (isInstalled()) return
  await step('Installing dependencies (about a minute)', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
}

/** Nx knows what has changed; where nothing has, this takes a second or two. */
async function build() {
  await step('Building', join(bin, 'nx'), ['run-many', '-t', 'build', '--output-style=static'])
}

/** Runs a step, quiet unless it fails; shows what it is about when it takes more than a second. */
async function step(what, command, args) {
  const began = Date.now()
  let shown = false
  const timer = setTimeout(() => {
    shown = true
    console.log(`${what} ...`)
  }, 1_000)
  const { code, output } = await run(command, args)
  clearTimeout(timer)
  if (code !== 0) fail(`${output}\n${what} failed`)
  if (shown) console.log(`${what}: ${((Date.now() - began) / 1_000).toFixed(0)} s`)
}

function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    const parts = []
    child.stdout.on('data', (part) => parts.push(part))
    child.stderr.on('data', (part) => parts.push(part))
    child.on('error', (error) => resolve({ code: 1, output: error.message }))
    child.on('close', (code) => resolve({ code, output: Buffer.concat(parts).toString() }))
  })
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
