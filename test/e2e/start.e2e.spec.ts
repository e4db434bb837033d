import { describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { freshLog } from '../fresh-log.js'
import { brokers, newDatabase } from './running.js'

const supervisor = fileURLToPath(new URL('../../apps/supervisor/dist/supervisor.js', import.meta.url))

/** Runs the supervisor in a folder of its own, on the test's Kafka and Postgres, until `until` is said; then Ctrl-C. */
async function startAndStop(
  folder: string,
  databaseUrl: string,
  until: string,
  env: Record<string, string> = {},
  ...args: string[]
): Promise<{ said: string; code: number | null }> {
  const child = spawn(process.execPath, [supervisor, ...args], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: databaseUrl, ...env },
  })
  const said: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(line)
    if (line.startsWith(until)) child.kill('SIGINT')
  })
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { said: said.join('\n'), code }
}

describe('npm start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'claims-audit-start-'))

  it('shows findings and corrections, stops at Ctrl-C, and finds its data again; traces go where they are wanted', async () => {
    // What an earlier suite published is not in this database: it would be taken for one that was restored.
    await freshLog(brokers)
    const databaseUrl = await newDatabase({ migrated: false })
    const traces: number[] = []
    const collector = createServer((request, response) => {
      request.on('data', (part: Buffer) => traces.push(part.length))
      request.on('end', () => response.end())
    })
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
    try {
      const first = await startAndStop(folder, databaseUrl, 'Running.', {
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
      })
      expect(first).toMatchObject({
        code: 0,
        said: expect.stringMatching(/34 claims: 10 clean, 24 with findings; 26 corrections/) as unknown,
      })
      expect(first.said).toMatch(/spondylolysis-left-at-the-header +code-change +999 → 552 +M43.0 → M43.02/)
      expect(first.said).toMatch(/http:\/\/127\.0\.0\.1:\d+\/docs/)
      expect(first.said).toContain('Everything is stopped.')
      expect(existsSync(join(folder, '.local', 'stack.json'))).toBe(false)
      expect(traces.length).toBeGreaterThan(0)
      const second = await startAndStop(folder, databaseUrl, 'Running.')
      expect(second.said).toMatch(
        /34 claims, known from an earlier start, nothing new was sent: 10 clean, 24 with findings; 26 corrections/,
      )
      // All of Kafka is lost, and Postgres kept: a person decides.
      await freshLog(brokers)
      expect(await startAndStop(folder, databaseUrl, 'Running.')).toMatchObject({
        code: 1,
        said: expect.stringMatching(/another log .*npm start -- --accept-log/) as unknown,
      })
      const accepted = await startAndStop(folder, databaseUrl, 'Running.', {}, '--accept-log')
      expect(accepted).toMatchObject({
        code: 0,
        said: expect.stringMatching(/34 claims, known from an earlier start.*26 corrections/) as unknown,
      })
    } finally {
      collector.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }, 300_000)

  it('starts nothing where a port that was asked for is taken: what is sent there would go to another process', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const empty = mkdtempSync(join(tmpdir(), 'claims-audit-start-'))
    const { code, said } = await startAndStop(empty, 'postgres://nobody:x@127.0.0.1:1/none', 'Running.', {
      INTAKE_PORT: String(port),
    })
    expect([code, said.trim()]).toEqual([
      2,
      expect.stringMatching(new RegExp(`^INTAKE_PORT=${port} is taken by another process$`)),
    ])
    taken.close()
    rmSync(empty, { recursive: true })
  })

  it('says in one line what is wrong with its arguments', async () => {
    const { code, said } = await new Promise<{ code: number | null; said: string }>((resolve) => {
      const child = spawn(process.execPath, [supervisor, '--fuse'], { env: { ...process.env, NODE_OPTIONS: '' } })
      let said = ''
      child.stdout.on('data', (part: Buffer) => (said += part.toString()))
      child.once('close', (code) => resolve({ code, said }))
    })
    expect(code).toBe(2)
    expect(said.trim().split('\n')).toEqual([expect.stringContaining("Unknown option '--fuse'")])
  })
})
