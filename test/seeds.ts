/**
 * The seeds of a simulation or of a random suite: `usual` many in `npm test`; RUNS=n takes n of them, SEED=n repeats
 * one.
 */
export function seedsOf(usual: number): { seeds: number[]; told: string } {
  const [seed, runs] = [process.env['SEED'], process.env['RUNS']]
  const first = Number(seed ?? 1)
  const count = seed === undefined ? Number(runs ?? usual) : 1
  return {
    seeds: Array.from({ length: count }, (_, at) => first + at),
    told: count === 1 ? `seed ${first}` : `seeds ${first} to ${first + count - 1}`,
  }
}
