import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { World } from './world.ts'

const PROGRAM = 'apps/cli/bin/claims-audit.js'

const environment = ({ brokers, servers }: World): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_OPTIONS: '',
  KAFKA_BROKERS: brokers.join(','),
  DATABASE_URL: servers.databaseUrl,
})

/** Runs `claims-audit` against a world, by the way that no fault touches. */
export function claimsAudit(world: World, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [PROGRAM, ...args],
      { env: environment(world), maxBuffer: 1 << 28 },
      (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), out, err })
      },
    )
  })
}

/** Starts it, to be killed. */
export const startCommand = (world: World, ...args: string[]): ChildProcess =>
  spawn(process.execPath, [PROGRAM, ...args], { env: environment(world), stdio: 'ignore' })
