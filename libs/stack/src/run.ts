import { execFile } from 'node:child_process'

/** A command ended badly. `output` is the last part of what it said on both streams. */
export class CommandFailed extends Error {
  override name = 'CommandFailed'
  constructor(
    command: string,
    readonly missing: boolean,
    readonly output: string,
  ) {
    super(missing ? `${command} is not installed` : `${command} failed: ${lastLine(output)}`)
  }
}

/**
 * Runs a command to its end and gives what it printed, standard error after standard output. Rejects with
 * CommandFailed.
 */
export function output(
  command: string,
  args: string[],
  o: { env?: NodeJS.ProcessEnv; timeoutMs?: number; uid?: number; gid?: number; cwd?: string } = {},
): Promise<string> {
  const { timeoutMs = 0, ...spawn } = o
  return new Promise((resolve, reject) => {
    execFile(command, args, { ...spawn, timeout: timeoutMs, maxBuffer: 16 << 20 }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout + stderr)
      reject(new CommandFailed(command, error.code === 'ENOENT', (stdout + stderr).slice(-4_000)))
    })
  })
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
