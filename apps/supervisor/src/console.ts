import { printable } from '@claims-audit/contracts'

/** One line for the person who started it; what a claim holds does nothing to the terminal. */
export function say(line: string): void {
  process.stdout.write(printable(`${line}\n`))
}

const SLOW_MS = 1_000

/** Says what is being done once it takes more than a second, and how long it took. */
export async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = Date.now()
  let slow = false
  const timer = setTimeout(() => {
    slow = true
    say(`${what} ...`)
  }, SLOW_MS)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
    if (slow) say(`${what}: ${((Date.now() - began) / 1_000).toFixed(1)} s`)
  }
}
