#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** By what it imports (zstd of node:zlib, Promise.withResolvers); the npm package `node` brings one. */
const NEEDED = 24

const ours = fileURLToPath(import.meta.url)

if (Number.parseInt(process.versions.node) >= NEEDED) await import('../dist/cli.js')
else handOver(installedNode())

/** The Node that is installed with the dependencies; undefined where there is none. */
function installedNode() {
  try {
    const { resolve } = createRequire(ours)
    return join(dirname(resolve('node/package.json')), 'bin', 'node')
  } catch {
    return undefined
  }
}

/** Runs the same command by another Node, and ends as that ends. */
function handOver(node) {
  if (node === undefined || process.argv0 === node) return tooOld()
  const child = spawn(node, [ours, ...process.argv.slice(2)], { stdio: 'inherit', argv0: node })
  child.on('error', tooOld)
  // A terminal sends Ctrl-C to both; a second one would mean more.
  process.on('SIGINT', () => process.stderr.isTTY || child.kill('SIGINT'))
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

function tooOld() {
  console.error(`claims-audit: Node ${process.versions.node} is too old: run "npm ci", which installs Node ${NEEDED}`)
  process.exit(2)
}
