import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Sender } from '../../examples/sender/typescript/sender.ts'
import type { SentClaim } from '../../examples/sender/typescript/sender.ts'
import { pythonOf } from '../conformance/python.ts'

const inExample = (path: string): string =>
  fileURLToPath(new URL(`../../examples/sender/python/${path}`, import.meta.url))
const SAMPLES = new URL('../../contracts/examples/claims.jsonl', import.meta.url)

/**
 * The Python sender at a running pipeline: sends a claim whose code is to be changed. Gives what it has of the claim
 * once it has applied that.
 */
export async function pythonSends(brokers: string[]): Promise<SentClaim | undefined> {
  const python = await pythonOf(inExample('requirements.txt'), 'sender')
  const path = join(mkdtempSync(join(tmpdir(), 'sender-')), 'store.sqlite')
  // Both examples keep the same tables.
  const sender = new Sender(path)
  sender.submit(claimToChange())
  const child = spawn(python, [inExample('consume.py'), brokers.join(','), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  for await (const line of createInterface({ input: child.stdout })) if (line === 'upstream applied') break
  child.kill('SIGTERM')
  await ended
  const claim = sender.claim('sample', 'upstream')
  sender.close()
  return claim
}

function claimToChange(): SentClaim {
  const claims = readFileSync(SAMPLES, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as SentClaim)
  const claim = claims.find(({ claimId }) => claimId === 'spondylolysis-left-at-the-header')
  if (claim === undefined) throw new Error('the examples have no such claim')
  return { ...claim, claimId: 'upstream' }
}
