import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pythonOf } from '../conformance/python.ts'

/** Programs of others, over one file of claims. One call at a time. */
export interface Peers {
  /** Seconds of one round over all claims. */
  time(what: string): Promise<number>
  /** What a round that is not timed gives. */
  results(what: string): Promise<unknown>
  close(): void
}

/** Starts them in one process of their own, which waits while this one measures. `program`: a file of this folder. */
export async function openPeers(program: string, claims: string): Promise<Peers> {
  const child = spawn(await pythonOf(), [fileURLToPath(new URL(program, import.meta.url)), claims], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  // Its death shows as the end of its answers.
  child.stdin.on('error', () => undefined)
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()

  async function ask(what: string): Promise<unknown> {
    child.stdin.write(`${what}\n`)
    const { value, done } = await answers.next()
    if (done) throw new Error(`${program} has ended`)
    return JSON.parse(value)
  }

  return {
    time: async (what) => (await ask(what)) as number,
    results: ask,
    close: () => void child.stdin.end(),
  }
}
