import { createHash } from 'node:crypto'
import { chmod, mkdtemp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandFailed, output } from './run.js'
import { StackUnavailable } from './stack-unavailable.js'

const WAYS_OUT = 'or start Docker with its compose plugin, or set KAFKA_BROKERS to a Kafka that runs elsewhere'
const OLDEST_JAVA = 17

/**
 * The Java to run Kafka with: `JAVA_HOME`'s, or the one on the path. Throws StackUnavailable when none is new enough.
 */
export async function findJava(env: NodeJS.ProcessEnv): Promise<string> {
  const java = env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin', 'java') : 'java'
  const banner = await output(java, ['-version'], { env }).catch(() => '')
  const version = javaVersion(banner)
  if (version === undefined) {
    throw new StackUnavailable(
      `Kafka needs Java ${OLDEST_JAVA} or newer and found none: install Java and Maven, ${WAYS_OUT}.`,
    )
  }
  if (version < OLDEST_JAVA) {
    throw new StackUnavailable(
      `Kafka needs Java ${OLDEST_JAVA} or newer and found Java ${version}: install a newer one (or point JAVA_HOME at it), ${WAYS_OUT}.`,
    )
  }
  return java
}

/**
 * The major version in what `java -version` prints, e.g. `openjdk version "17.0.15"` → 17, `java version "1.8.0_401"` →
 * 8.
 */
export function javaVersion(banner: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(banner)
  return match?.[1] === undefined ? undefined : Number(match[1])
}

/**
 * The folder with Kafka's jars, fetched by Maven the first time. It is named for the pom's digest, so that another pom
 * fetches again, and appears by a rename, so that two processes at once and a broken download do no harm.
 */
export async function kafkaJars(o: {
  pom: string
  cacheDir: string
  env: NodeJS.ProcessEnv
  log: (line: string) => void
}): Promise<string> {
  const digest = createHash('sha256')
    .update(await readFile(o.pom))
    .digest('hex')
    .slice(0, 16)
  const jars = join(o.cacheDir, digest)
  if (await isFolder(jars)) return jars
  o.log('Fetching Kafka with Maven (45 MB, once) ...')
  await mkdir(o.cacheDir, { recursive: true })
  const fresh = await mkdtemp(join(o.cacheDir, 'fetching-'))
  try {
    await fetchInto(fresh, o.pom, o.env)
    // A temporary folder is its maker's alone; the next to start may be another user.
    await chmod(fresh, 0o755)
    await rename(fresh, jars).catch(async (error) => {
      if (!(await isFolder(jars))) throw error
    })
    return jars
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

async function fetchInto(folder: string, pom: string, env: NodeJS.ProcessEnv): Promise<void> {
  const args = [
    '-q',
    '-B',
    '-f',
    pom,
    'dependency:copy-dependencies',
    '-DincludeScope=runtime',
    `-DoutputDirectory=${folder}`,
  ]
  await output('mvn', args, { env }).catch((error) => {
    if (!(error instanceof CommandFailed)) throw error
    if (error.missing)
      throw new StackUnavailable(`Kafka is fetched by Maven (mvn), which is missing: install it, ${WAYS_OUT}.`)
    throw new StackUnavailable(
      `Maven could not fetch Kafka (${firstError(error.output)}): check its network settings, ${WAYS_OUT}.`,
    )
  })
}

/** Maven's first error line says what; the rest is advice. */
function firstError(text: string): string {
  const line = text.split('\n').find((line) => line.includes('ERROR')) ?? 'no reason given'
  return line.replace(/^\[ERROR\]\s*/, '').slice(0, 300)
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  )
}
