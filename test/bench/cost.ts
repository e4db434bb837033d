/**
 * What opening costs: milliseconds, and megabytes of heap and of what lies outside it since the start, after a
 * collection.
 */
export type Cost = Record<string, { ms: number; MB: number }>

/** Measures steps of this process, one after another; for a process that was started for it, with `--expose-gc`. */
export function costOfSteps(): { cost: Cost; step<T>(name: string, run: () => T): T } {
  const cost: Cost = {}
  const before = megabytes()
  return {
    cost,
    step(name, run) {
      const began = performance.now()
      const result = run()
      const ms = performance.now() - began
      cost[name] = { ms: Number(ms.toFixed(1)), MB: Number((megabytes() - before).toFixed(1)) }
      return result
    },
  }
}

function megabytes(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}
