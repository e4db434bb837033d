import { describe, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import type { SpawnSyncReturns } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../../test/command-line.js'

/** Makes Node say that it is an older one. */
const OLDER = "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})"

/** The command where it is installed, with the Node that its dependencies bring, or without. */
function installed({ node }: { node?: string } = {}): (...args: string[]) => SpawnSyncReturns<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bin-'))
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  copyFileSync(join(root, 'apps/cli/bin/claims-audit.js'), join(folder, 'bin/claims-audit.js'))
  if (node !== undefined) {
    const place = join(folder, 'node_modules/node')
    mkdirSync(join(place, 'bin'), { recursive: true })
    writeFileSync(join(place, 'package.json'), '{"name":"node"}')
    writeFileSync(join(place, 'bin/node'), `#!/bin/sh\n${node}\n`)
    chmodSync(join(place, 'bin/node'), 0o755)
  }
  const command = ['--import', OLDER, join(folder, 'bin/claims-audit.js')]
  const env = { PATH: process.env['PATH'] }
  return (...args) => spawnSync(process.execPath, [...command, ...args], { encoding: 'utf8', env })
}

describe('the command under an older Node', () => {
  it('is run by the Node that is installed with it, with its arguments, and ends as that ends', () => {
    const run = installed({ node: 'shift; echo "$@"; exit 7' })
    expect(run('audit', 'a file')).toMatchObject({ status: 7, stdout: 'audit a file\n', stderr: '' })
    expect(installed({ node: 'kill -TERM $$' })('audit')).toMatchObject({ status: 143 })
  })

  it('says one line where there is none', () => {
    expect(installed()('audit')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'claims-audit: Node 20.20.2 is too old: run "npm ci", which installs Node 24\n',
    })
  })
})
