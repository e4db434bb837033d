import { afterAll, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { kafkaAnswers } from './kafka-answers.js'
import { openStack, type Stack } from './open-stack.js'
import { commandOf } from './processes.js'

/** Our own processes, whatever the machine has: no Docker, nothing given. */
const env = { ...process.env, KAFKA_BROKERS: '', DATABASE_URL: '', DOCKER_HOST: 'tcp://127.0.0.1:1' }
const dataDir = join(tmpdir(), `claims-audit-stack-${process.pid}`)

/** Several starts of a broker, on a machine that may be busy. */
const LIMIT_MS = 180_000

describe('a stack of our own processes', () => {
  afterAll(() => rm(dataDir, { recursive: true, force: true }))

  const log: string[] = []
  const open = (keepData: boolean): Promise<Stack> =>
    openStack({ dataDir, log: (line) => log.push(line), env, keepData })

  it(
    'finds its data again, and its folder serves one at a time',
    async () => {
      const first = await open(true)
      expect(first.source).toEqual({ kafka: 'jars', postgres: 'embedded' })
      expect(await answers(first)).toBe(true)
      await query(first, 'create table kept as select 1 as one')
      // Of what the broker keeps, its log included, no other account of the machine sees anything.
      expect((await stat(join(dataDir, 'kafka'))).mode & 0o077).toBe(0)
      await expect(open(true)).rejects.toThrow(/in use by process/)
      await first.stop()
      expect(await answers(first)).toBe(false)

      const second = await open(false)
      expect(await answers(second)).toBe(true)
      expect(await query(second, 'select one from kept')).toEqual([{ one: 1 }])
      await second.stop()
      expect(log.some((line) => line.startsWith('Starting Kafka'))).toBe(true)
    },
    LIMIT_MS,
  )

  it(
    'leaves nothing running when its process is killed',
    async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', KILLED], {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const [line] = (await once(child.stdout, 'data')) as [Buffer]
      const [brokers = '', databaseUrl = ''] = line.toString().trim().split(' ')
      const kafkaPid = Number(await readFile(join(dataDir, 'kafka/kafka.pid'), 'utf8'))
      // Asked of the server: where root's Postgres keeps its data depends on what its account may enter.
      const [file] = (await query({ databaseUrl }, `select pg_read_file('postmaster.pid') as text`)) as [
        { text: string },
      ]
      const postgresPid = Number(file.text.split('\n')[0])
      expect(await commandOf(kafkaPid)).toContain('kafka.Kafka')
      child.kill('SIGKILL')
      await Promise.all([ends(kafkaPid), ends(postgresPid)])
      expect(brokers).toMatch(/^127\.0\.0\.1:\d+/)

      const next = await open(false)
      expect(await answers(next)).toBe(true)
      await next.stop()
    },
    LIMIT_MS,
  )
})

const KILLED = `
import { openStack } from '@claims-audit/stack'
const stack = await openStack({ dataDir: '${dataDir}', log: () => undefined, keepData: true })
process.stdout.write(stack.brokers[0] + ' ' + stack.databaseUrl + '\\n')
setInterval(() => undefined, 1_000)
`

function answers(stack: Stack): Promise<boolean> {
  const [host = '', port] = (stack.brokers[0] ?? '').split(':')
  return kafkaAnswers(host, Number(port))
}

async function query(stack: Pick<Stack, 'databaseUrl'>, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: stack.databaseUrl })
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows
}

/** The end of somebody else's child gives no event: the system is asked until the process is gone. */
async function ends(pid: number): Promise<void> {
  while (await commandOf(pid)) await new Promise((resolve) => setImmediate(resolve))
}
