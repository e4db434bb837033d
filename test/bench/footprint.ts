import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Cost } from './cost.ts'

/** What a script of this folder measures in a fresh process, where nothing is warm. */
export async function startedCost(script: 'open-tables.ts' | 'open-code-sets.ts'): Promise<Cost> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    fileURLToPath(new URL(script, import.meta.url)),
  ])
  return JSON.parse(stdout) as Cost
}
