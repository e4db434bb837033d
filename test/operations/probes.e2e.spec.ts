import { afterEach, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTopics } from '@claims-audit/event-log'
import { freePort } from '@claims-audit/stack'
import { freshDatabase } from '../fresh-database.js'
import { ServiceProcess, answerOf, untilStatus } from './service-process.js'

const running: ServiceProcess[] = []
function run(name: string, settings: Record<string, string | undefined> = {}): ServiceProcess {
  const service = new ServiceProcess(name, settings)
  running.push(service)
  return service
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.stop('SIGKILL')))
})

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')
const nobody = async (): Promise<string> => `127.0.0.1:${await freePort()}`

describe.each(['code-validation', 'intake', 'findings', 'replay', 'api'])(
  '%s, while it waits for what it needs',
  (name) => {
    it('is live, is not ready, and stops at once when it is told to', async () => {
      const [port, absent] = [String(await freePort()), await nobody()]
      const service = run(name, {
        HEALTH_PORT: port,
        KAFKA_BROKERS: absent,
        DATABASE_URL: `postgres://a:b@${absent}/c`,
      })
      const live = await answerOf(`http://127.0.0.1:${port}/health/live`)
      expect([live.status, await live.json()]).toEqual([200, { status: 'up', reason: 'starting or draining' }])
      const ready = await answerOf(`http://127.0.0.1:${port}/health/ready`)
      expect([ready.status, await ready.json()]).toEqual([503, { status: 'not ready', reason: 'starting' }])
      await service.says(/"(waiting for[^"]+)"/)
      expect(await service.stop()).toBe(0)
    })
  },
)

describe('health', () => {
  it('stays on the service’s own port where it is given none', async () => {
    const port = String(await freePort())
    run('code-validation', { PORT: port, KAFKA_BROKERS: await nobody() })
    expect((await answerOf(`http://127.0.0.1:${port}/health/live`)).status).toBe(200)
    expect((await answerOf(`http://127.0.0.1:${port}/metrics`)).status).toBe(200)
    expect((await answerOf(`http://127.0.0.1:${port}/other`)).status).toBe(503)
  })

  it('is ready with an assignment, on its own port alone, and drains at SIGTERM', async () => {
    await createTopics(brokers)
    const port = String(await freePort())
    const service = run('drg', { HEALTH_HOST: '0.0.0.0', HEALTH_PORT: port })
    const own = await service.listening()
    await untilStatus(`http://127.0.0.1:${port}/health/ready`, 200)
    expect((await answerOf(`${own}/health/ready`)).status).toBe(404)
    expect(await service.stop()).toBe(0)
    expect(service.lines.at(-1)).toContain('"stopped"')
  })

  it('lets the business port of a service without access control stay on loopback', async () => {
    const service = run('api', { HOST: '0.0.0.0', HEALTH_HOST: '0.0.0.0', HEALTH_PORT: String(await freePort()) })
    expect(await service.ended).toBe(2)
    expect(service.lines.at(-1)).toContain('HOST=0.0.0.0 is refused')
  })
})

describe('a setting that is wrong', () => {
  it.each([
    ['code-validation', 'PROGRESS_TIMEOUT_MS', '60s'],
    ['code-validation', 'PORT', 'abc'],
    ['code-validation', 'PORT', '65536'],
    ['code-validation', 'HEALTH_PORT', '-1'],
    ['code-validation', 'LOG_LEVEL', 'loud'],
    ['code-validation', 'KAFKA_BROKERS', 'a:1,b'],
    ['code-validation', 'KAFKA_SSL', 'yes'],
    ['code-validation', 'KAFKA_SSL_CA', '/nowhere/ca.pem'],
    ['code-validation', 'KAFKA_SASL_MECHANISM', 'gssapi'],
    ['code-validation', 'KAFKA_SASL_USERNAME', 'stage'],
    ['code-validation', 'SIGNING_KEY_FILE', '/nowhere/key'],
    ['findings', 'PIPELINE', 'Fused'],
    ['archive', 'DATABASE_URL', 'mysql://a:secret@b/c'],
    ['replay', 'REPLAY_THREADS', '0'],
    ['api', 'LOCK_TIMEOUT_MS', '1h'],
    ['api', 'INTAKE_URL', 'nowhere'],
  ])('ends %s with one line that names %s (%s)', async (name, variable, value) => {
    const service = run(name, { [variable]: value })
    expect(await service.ended).toBe(2)
    expect(service.lines).toEqual([expect.stringContaining(variable)])
    expect(service.lines[0]).not.toContain('secret')
  })

  it('is a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const service = run('intake', { PORT: String((taken.address() as AddressInfo).port) })
    expect(await service.ended).toBe(2)
    expect(service.lines).toEqual([expect.stringMatching(/PORT: cannot listen on .*EADDRINUSE/)])
    taken.close()
  })
})

describe('blanks and files', () => {
  it('are taken as they are meant: blanks after commas in KAFKA_BROKERS, secrets from files', async () => {
    await createTopics(brokers)
    const databaseUrl = await freshDatabase(process.env['DATABASE_URL'] ?? '', 'settings')
    const folder = mkdtempSync(join(tmpdir(), 'claims-audit-secret-'))
    writeFileSync(`${folder}/url`, `${databaseUrl}\n`)
    const service = run('replay', {
      KAFKA_BROKERS: ` ${brokers[0]} , ${brokers[0]}`,
      DATABASE_URL: undefined,
      DATABASE_URL_FILE: `${folder}/url`,
    })
    await service.listening()
    rmSync(folder, { recursive: true })
    expect(await service.stop()).toBe(0)
  })
})
