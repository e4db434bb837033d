import { readFileSync, readdirSync } from 'node:fs'

/** Clock ticks a second, as Linux counts a process's time (proc(5), sysconf(_SC_CLK_TCK)). */
const TICKS = 100

/** Seconds of CPU that processes, and those that they started, have used, the ended ones too. */
export function cpuOf(pids: number[]): number {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => statOf(pid)),
  )
  const wanted = new Set(pids)
  for (let before = 0; before < wanted.size;) {
    before = wanted.size
    for (const [pid, { parent }] of parents) if (wanted.has(parent)) wanted.add(pid)
  }
  return [...wanted].reduce((sum, pid) => sum + (parents.get(pid)?.seconds ?? 0), 0)
}

function statOf(pid: string): [number, { parent: number; seconds: number }][] {
  try {
    // The name in brackets may hold anything; what follows it is separated by spaces: state, parent, …, the 12th to
    // 15th are user and system time, its own and that of children that have ended.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return [
      [
        Number(pid),
        {
          parent: Number(fields[1]),
          seconds: fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS,
        },
      ],
    ]
  } catch {
    return []
  }
}
