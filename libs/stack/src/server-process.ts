import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'

/** A server that runs beside us. */
export interface ServerProcess {
  /** Set once it has ended; a server that ends by itself is a failure for those who wait for it. */
  ended(): boolean
  /** Resolves when it has ended. */
  exited: Promise<void>
  /** Asks it to end, waits, and after `limitMs` ends it by force. */
  stop(limitMs?: number): Promise<void>
  /** The last lines of its log. */
  logTail(): Promise<string>
}

/**
 * The server runs under a shell that holds a pipe from us. When the pipe closes (we ask for it, or we were killed),
 * the shell passes the signal on; so nothing outlives us, even after SIGKILL. It also writes the server's process id.
 */
const KEEPER = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
if [ -n "$PID_FILE" ]; then echo "$server" >"$PID_FILE"; fi
(cat <&3 >/dev/null; kill -s "$STOP_SIGNAL" "$server" 2>/dev/null) &
exec 3<&-
wait "$server"
`

/**
 * Starts a server in a process group of its own: a Ctrl-C in the terminal reaches the supervisor alone, which stops the
 * servers after its stages have drained. Output is appended to `logFile`.
 */
export async function startServer(o: {
  command: string
  args: string[]
  stopSignal: 'TERM' | 'INT'
  logFile: string
  pidFile?: string
  env?: NodeJS.ProcessEnv
  cwd?: string
  uid?: number
  gid?: number
}): Promise<ServerProcess> {
  const log = await open(o.logFile, 'a', 0o600)
  const child = spawn('/bin/sh', ['-c', KEEPER, 'sh', o.command, ...o.args], {
    detached: true,
    stdio: ['pipe', log.fd, log.fd],
    env: { ...(o.env ?? process.env), STOP_SIGNAL: o.stopSignal, PID_FILE: o.pidFile ?? '' },
    ...(o.cwd === undefined ? {} : { cwd: o.cwd }),
    ...(o.uid === undefined ? {} : { uid: o.uid, gid: o.gid ?? o.uid }),
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await once(child, 'spawn')
  await log.close()
  // The pipe breaks when the server has ended first; `exited` tells that already.
  child.stdin?.on('error', () => undefined)

  return {
    ended: () => child.exitCode !== null || child.signalCode !== null,
    exited,
    async stop(limitMs = 20_000) {
      child.stdin?.end()
      const force = setTimeout(() => killGroup(child.pid), limitMs)
      await exited
      clearTimeout(force)
    },
    async logTail() {
      const lines = (await readFile(o.logFile, 'utf8').catch(() => '')).trimEnd().split('\n')
      return lines.slice(-20).join('\n')
    },
  }
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // Ended in the meantime.
  }
}
