import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findJava, kafkaJars } from '@claims-audit/stack'

const ROOT = new URL('../../', import.meta.url)
const inRoot = (path: string): string => fileURLToPath(new URL(path, ROOT))

/**
 * Java's own client, from the jars that Kafka itself is started from. Throws StackUnavailable where there is no Java.
 */
export async function javaCommand(): Promise<string[]> {
  const o = {
    pom: inRoot('deploy/kafka/pom.xml'),
    cacheDir: inRoot('.local/kafka'),
    env: process.env,
    log: () => undefined,
  }
  return [
    await findJava(process.env),
    '-XX:TieredStopAtLevel=1',
    `-Djava.io.tmpdir=${tmpdir()}`,
    '-cp',
    join(await kafkaJars(o), '*'),
    inRoot('test/producers/Produce.java'),
  ]
}

/** A message as a producer's program reads it from its standard input: key, value and headers, with tabs in between. */
export const lineOf = (key: string, value: string, headers: Record<string, string> = {}): string =>
  [key, value, ...Object.entries(headers).map(([name, held]) => `${name}=${held}`)].join('\t')

/** Runs a producer's program, and throws what it complains of. */
export async function produce(
  [command = '', ...before]: string[],
  o: { brokers: string[]; topic: string; settings: Record<string, string>; lines: string[] },
): Promise<void> {
  const settings = Object.entries(o.settings).map(([name, value]) => `${name}=${value}`)
  const child = spawn(command, [...before, o.brokers.join(','), o.topic, ...settings], {
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  const complaints: Buffer[] = []
  child.stderr.on('data', (piece: Buffer) => complaints.push(piece))
  child.stdin.end(o.lines.map((line) => `${line}\n`).join(''))
  const [code] = await once(child, 'close')
  if (code !== 0)
    throw new Error(`${command} ended with ${code}: ${Buffer.concat(complaints).toString().slice(-2_000)}`)
}
