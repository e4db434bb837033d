import { execFile } from 'node:child_process'
import type { World } from './world.ts'

/** Runs `claims-audit` against a world, by the way that no fault touches. */
export function claimsAudit(
  { brokers, servers }: World,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, NODE_OPTIONS: '', KAFKA_BROKERS: brokers.join(','), DATABASE_URL: servers.databaseUrl }
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['apps/cli/bin/claims-audit.js', ...args],
      { env, maxBuffer: 1 << 28 },
      (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), out, err })
      },
    )
  })
}
