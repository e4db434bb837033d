import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { serveWorkbench } from './serve-workbench.js'

const folder = mkdtempSync(join(tmpdir(), 'workbench-'))
let server: Server
let url = ''

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<title>Workbench</title>')
  writeFileSync(join(folder, 'icon.svg'), '<svg/>')
  writeFileSync(join(folder, 'assets', 'index-1a2b.js'), 'export {}')
  server = createServer(express().use(serveWorkbench(folder))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const get = (path: string, headers: Record<string, string> = BROWSER): Promise<Response> =>
  fetch(`${url}${path}`, { headers, redirect: 'manual' })

describe('the page', () => {
  it.each(['/', '/work?queue=mine', '/claims/sample/C%2E1', '/index.html'])(
    'is what a browser gets at %s',
    async (path) => {
      const answer = await get(path)
      expect([answer.status, await answer.text()]).toEqual([200, '<title>Workbench</title>'])
    },
  )

  it('is asked for again each time, and may load and be shown by nothing of others', async () => {
    const { headers } = await get('/work')
    expect(headers.get('cache-control')).toBe('no-cache')
    const policy = headers.get('content-security-policy') ?? ''
    for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"])
      expect(policy).toContain(part)
    expect(policy).not.toContain('unsafe')
  })

  it.each(['/v1/nothing', '/auth/nothing', '/docs', '/health/live', '/metrics', '/openapi.json'])(
    'is not what a browser gets at %s',
    async (path) => expect((await get(path)).status).toBe(404),
  )

  it('is not for programs: they are led to the documentation', async () => {
    expect((await get('/work', { accept: '*/*' })).status).toBe(404)
    const home = await get('/', { accept: 'application/json' })
    expect([home.status, home.headers.get('location')]).toEqual([302, '/docs'])
  })
})

describe('a file of the build', () => {
  it('is kept by browsers under the name of its content', async () => {
    const answer = await get('/assets/index-1a2b.js', { accept: '*/*' })
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  })

  it('that is gone is missing, and never the page', async () => {
    for (const headers of [BROWSER, { accept: '*/*' }])
      expect((await get('/assets/index-9z9z.js', headers)).status).toBe(404)
  })
})
