import { once } from 'node:events'
import { told } from './told.js'

/** Writes a line to stdout. */
export const print = (line: string): Promise<void> => write(`${line}\n`)

/** Writes to stdout, waiting where the reader is slow. A reader that has gone (`| head`) ends the command quietly. */
export async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  process.stderr.write(`claims-audit: ${told(error)}\n`)
  process.exit(2)
})

const EVERY_MS = 1_000

/** Progress on stderr, once a second, when a person watches it. */
export function progress(what: string): { count(): void; end(): void } {
  const shown = process.stderr.isTTY
  const began = Date.now()
  let done = 0
  const show = (): void => void process.stderr.write(`\r${done} ${what}, ${Math.round((done * 1_000) / Math.max(1, Date.now() - began))}/s `)
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
