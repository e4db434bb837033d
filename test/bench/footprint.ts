import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** What opening costs: milliseconds; and megabytes of heap and of what lies outside it, after a collection. */
export type Cost = Record<string, { ms: number; MB: number }>

/** Measured in a fresh process, where nothing is warm. */
export async function startedCost(): Promise<Cost> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', fileURLToPath(new URL('open-tables.ts', import.meta.url))])
  return JSON.parse(stdout) as Cost
}
