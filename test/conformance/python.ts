import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const PEERS = fileURLToPath(new URL('requirements.txt', import.meta.url))

/**
 * The path of a Python that has the packages of a list: a virtual environment under `.local`, made when first asked for
 * and again when the list changes. Throws where it cannot be made.
 */
export async function pythonOf(requirements = PEERS, name = 'python'): Promise<string> {
  const home = `${root}.local/${name}`
  const stamp = `${home}/installed-from`
  const interpreter = `${home}/bin/python`
  const wanted = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return interpreter
  await rm(home, { recursive: true, force: true })
  await mkdir(home, { recursive: true })
  await step(
    'python3',
    ['-m', 'venv', home],
    'Python 3.11 or later with its venv module is needed (Debian: apt-get install python3 python3-venv)',
  )
  await step(
    interpreter,
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements],
    `the packages of ${relative(root, requirements)} could not be installed`,
  )
  // Last of all: an installation that was cut short is done again.
  await writeFile(stamp, wanted)
  return interpreter
}

async function step(command: string, args: string[], failure: string): Promise<void> {
  try {
    await run(command, args)
  } catch (cause) {
    const { stdout = '', stderr = '', message } = cause as Error & { stdout?: string; stderr?: string }
    throw new Error(`${failure}\n${`${stdout}${stderr}`.trim() || message}`, { cause })
  }
}
