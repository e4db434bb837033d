import { once } from 'node:events'
import { printable } from '@claims-audit/contracts'
import { told } from './told.js'

/** Writes a line to stdout. */
export const print = (line: string): Promise<void> => write(`${line}\n`)

/** Writes to stdout; what a claim or a note holds does nothing to a terminal. */
export const write = (text: string): Promise<void> => writeExactly(printable(text))

/** Writes a line to stderr, likewise. */
export const complain = (line: string): void => void process.stderr.write(printable(`${line}\n`))

/** For programs. Waits where the reader is slow; a reader that has gone (`| head`) ends the command quietly. */
export async function writeExactly(text: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  complain(`claims-audit: ${told(error)}`)
  process.exit(2)
})

const EVERY_MS = 1_000

/** Progress on stderr, once a second, when a person watches it. */
export function progress(what: string): { count(): void; end(): void } {
  const shown = process.stderr.isTTY
  const began = Date.now()
  let done = 0
  const show = (): void =>
    void process.stderr.write(`\r${done} ${what}, ${Math.round((done * 1_000) / Math.max(1, Date.now() - began))}/s `)
  const timer = shown ? setInterval(show, EVERY_MS) : undefined
  timer?.unref()
  return {
    count: () => void (done += 1),
    end: () => {
      if (timer === undefined) return
      clearInterval(timer)
      show()
      process.stderr.write('\n')
    },
  }
}
