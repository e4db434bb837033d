import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStack } from './open-stack.js'
import { StackUnavailable } from './stack-unavailable.js'

describe('openStack', () => {
  let folder: string
  let log: string[]
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'open-stack-'))
    log = []
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const open = (env: NodeJS.ProcessEnv, more: { docker?: boolean } = {}) =>
    openStack({
      dataDir: join(folder, 'data'),
      log: (line) => log.push(line),
      keepData: true,
      env: { PATH: folder, ...env },
      ...more,
    })

  async function program(name: string, script: string): Promise<void> {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`)
    await chmod(join(folder, name), 0o755)
  }

  it('takes what is given, and touches nothing else', async () => {
    const stack = await open({ KAFKA_BROKERS: 'a:1, b:2', DATABASE_URL: 'postgres://elsewhere/db' })
    expect(stack).toMatchObject({
      brokers: ['a:1', 'b:2'],
      databaseUrl: 'postgres://elsewhere/db',
      source: { kafka: 'given', postgres: 'given' },
    })
    await stack.stop()
    expect(await readdir(folder)).toEqual([])
  })

  it.each([
    ['no Java', async () => undefined, /^Kafka needs Java 17 or newer and found none: .*Docker.*KAFKA_BROKERS/],
    [
      'an old Java',
      () => program('java', `echo 'openjdk version "11.0.2"' >&2`),
      /^Kafka needs Java 17 or newer and found Java 11: .*JAVA_HOME/,
    ],
    ['a very old Java', () => program('java', `echo 'java version "1.8.0_401"' >&2`), /found Java 8/],
    ['a Docker client without an engine', () => program('docker', 'echo cannot connect >&2; exit 1'), /found none/],
    ['an engine without compose', () => program('docker', '[ "$1" = info ] && echo 29.0'), /found none/],
  ])('with %s says in one line what is missing', async (_, prepare, message) => {
    await prepare()
    const opening = open({ DATABASE_URL: 'postgres://elsewhere/db' })
    await expect(opening).rejects.toThrow(StackUnavailable)
    await expect(opening).rejects.toThrow(message)
    await expect(opening).rejects.not.toThrow('\n')
    expect(await readdir(join(folder, 'data'))).toEqual([])
  })

  it('goes on without an engine that has no compose, in one line', async () => {
    await program('docker', '[ "$1" = info ] && echo 29.0')
    await expect(open({ DATABASE_URL: 'postgres://elsewhere/db' })).rejects.toThrow(/Java/)
    expect(log).toEqual([expect.stringMatching(/no compose plugin: starting our own processes/)])
  })

  it('asks for no engine when it is told not to', async () => {
    await program('docker', 'echo 29.0')
    await expect(open({ DATABASE_URL: 'postgres://elsewhere/db' }, { docker: false })).rejects.toThrow(/Java/)
    expect(log).toEqual([])
  })

  it('takes down what compose started in vain, and leaves what ran before', async () => {
    const compose = (running: string): Promise<void> =>
      program(
        'docker',
        `echo "$*" >>${folder}/calls; case "$*" in info*) echo 29.0;; *'ps --services'*) echo ${running};; *' up '*) exit 1;; esac`,
      )
    await compose('')
    await expect(open({})).rejects.toThrow(StackUnavailable)
    expect(await readFile(join(folder, 'calls'), 'utf8')).toMatch(/ down\n/)
    await rm(join(folder, 'calls'))
    await compose('kafka')
    await expect(open({})).rejects.toThrow(StackUnavailable)
    expect(await readFile(join(folder, 'calls'), 'utf8')).toMatch(/ rm --stop --force postgres\n/)
    expect(await readFile(join(folder, 'calls'), 'utf8')).not.toMatch(/ down/)
  })

  it('leaves what compose says where compose fails', async () => {
    await program(
      'docker',
      '[ "$1" = info ] && echo 29.0; [ "$2" = version ] && exit 0; [ "$1" = info ] || { echo no such image >&2; exit 1; }',
    )
    await expect(open({})).rejects.toThrow(/Docker compose could not start kafka and postgres.*\n.*no such image/)
  })
})
