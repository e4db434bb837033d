import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cluster, clusterGiven } from './kafka-settings.js'
import { databaseUrl, healthAt, mode } from './settings.js'
import { SETTINGS, setting } from './table.js'
import { SettingError } from './variables.js'

let folder = ''
const outside = { ...process.env }
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'))
  for (const name of Object.keys(process.env)) if (name in SETTINGS || name.endsWith('_FILE')) delete process.env[name]
})
afterEach(() => {
  process.env = { ...outside }
  rmSync(folder, { recursive: true })
})

const set = (settings: Record<string, string>): unknown => Object.assign(process.env, settings)
function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

describe('Kafka’s settings', () => {
  it('are addresses alone, without blanks', () => {
    set({ KAFKA_BROKERS: ' a:1, b:2 ,' })
    expect(cluster()).toEqual({ brokers: ['a:1', 'b:2'] })
  })

  it('are TLS and a login, the password from a file', () => {
    set({ KAFKA_BROKERS: 'a:1', KAFKA_SSL_CA: file('ca', 'AUTHORITY'), KAFKA_SASL_MECHANISM: 'scram-sha-512' })
    set({ KAFKA_SASL_USERNAME: 'drg', KAFKA_SASL_PASSWORD_FILE: file('password', 'a secret\n') })
    const sasl = { mechanism: 'scram-sha-512', username: 'drg', password: 'a secret' }
    expect(cluster()).toEqual({ brokers: ['a:1'], ssl: { ca: ['AUTHORITY'] }, sasl })
  })

  it('are TLS with a certificate of one’s own, or with the system’s authorities', () => {
    set({ KAFKA_BROKERS: 'a:1', KAFKA_SSL_CERT: file('cert', 'CERTIFICATE'), KAFKA_SSL_KEY: file('key', 'KEY') })
    expect(cluster().ssl).toEqual({ cert: 'CERTIFICATE', key: 'KEY' })
    set({ KAFKA_SSL_CERT: '', KAFKA_SSL_KEY: '', KAFKA_SSL: 'true' })
    expect(cluster().ssl).toBe(true)
  })

  it('are undefined where nothing is set', () => {
    expect(clusterGiven()).toBeUndefined()
    expect(cluster).toThrow('KAFKA_BROKERS is not set')
  })

  it.each([
    [{ KAFKA_SSL: 'true' }, 'KAFKA_BROKERS'],
    [{ KAFKA_BROKERS: 'a:1', KAFKA_SSL_CERT: '/dev/null' }, 'KAFKA_SSL_CERT and KAFKA_SSL_KEY belong together'],
    [{ KAFKA_BROKERS: 'a:0' }, 'KAFKA_BROKERS holds a:0'],
    [
      { KAFKA_BROKERS: 'a:1', KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'a' },
      'KAFKA_SASL_PASSWORD is not set',
    ],
    [
      {
        KAFKA_BROKERS: 'a:1',
        KAFKA_SASL_MECHANISM: 'plain',
        KAFKA_SASL_USERNAME: 'a',
        KAFKA_SASL_PASSWORD: 'b',
        KAFKA_SASL_PASSWORD_FILE: 'c',
      },
      'KAFKA_SASL_PASSWORD and KAFKA_SASL_PASSWORD_FILE are both set',
    ],
  ])('%j are refused: %s', (settings, message) => {
    set(settings)
    expect(clusterGiven).toThrow(message)
  })
})

describe('the others', () => {
  it('have their defaults where they are not set, or empty', () => {
    set({ HEALTH_PORT: '', PIPELINE: '', PROGRESS_TIMEOUT_MS: '' })
    expect([healthAt(), mode(), setting('PROGRESS_TIMEOUT_MS')]).toEqual([undefined, 'chained', 60_000])
  })

  it.each([
    ['PROGRESS_TIMEOUT_MS', '60s'],
    ['AUDIT_BUDGET_MS', '-1'],
    ['REPLAY_THREADS', '0'],
    ['PIPELINE', 'Fused'],
    ['LOG_LEVEL', 'verbose'],
    ['PORT', '70000'],
    ['HEALTH_PORT', 'http'],
    ['INTAKE_URL', 'ftp://elsewhere'],
    ['KAFKA_BROKERS', 'a'],
    ['KAFKA_SSL', 'yes'],
    ['KAFKA_SSL_CA', '/nowhere'],
    ['DATABASE_URL', 'mysql://elsewhere'],
    ['SIGNING_KEY', 'short'],
  ] as const)('are refused by name: %s=%s', (name, value) => {
    set({ [name]: value })
    expect(() => setting(name)).toThrow(SettingError)
    expect(() => setting(name)).toThrow(name)
  })

  it('say nothing of a secret that is wrong', () => {
    set({ DATABASE_URL: 'a secret' })
    expect(databaseUrl).toThrow(/^DATABASE_URL must be (?!.*secret)/)
  })

  it('keep health on loopback unless it is let out', () => {
    set({ HEALTH_PORT: '9000' })
    expect(healthAt()).toEqual({ host: '127.0.0.1', port: 9_000 })
    set({ HEALTH_HOST: '0.0.0.0' })
    expect(healthAt()).toEqual({ host: '0.0.0.0', port: 9_000 })
  })
})
