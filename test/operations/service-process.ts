import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A service as it is deployed: a process of its own, of which only its lines, its ports and its end are known. */
export class ServiceProcess {
  readonly lines: string[] = []
  private readonly waiting = new Set<() => void>()
  private readonly child: ChildProcess
  /** Its exit status, or the signal that ended it. */
  readonly ended: Promise<number | string | null>

  constructor(name: string, settings: Record<string, string | undefined>) {
    const main = fileURLToPath(new URL(`../../apps/${name}/dist/main.js`, import.meta.url))
    const env = { ...process.env, NODE_OPTIONS: '', HOST: '127.0.0.1', PORT: '0', ...settings }
    this.child = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env })
    for (const stream of [this.child.stdout, this.child.stderr]) {
      createInterface({ input: stream as NodeJS.ReadableStream }).on('line', (line) => {
        this.lines.push(line)
        for (const look of [...this.waiting]) look()
      })
    }
    this.ended = once(this.child, 'close').then(([code, signal]) => (code ?? signal) as number | string | null)
  }

  /** The part of its lines that a pattern's first group takes, once there is one. */
  async says(pattern: RegExp): Promise<string> {
    const found = (): string | undefined =>
      this.lines.map((line) => pattern.exec(line)?.[1]).find((part) => part !== undefined)
    const told = new Promise<string>((resolve) => {
      const look = (): void => {
        const part = found()
        if (part === undefined) return
        this.waiting.delete(look)
        resolve(part)
      }
      this.waiting.add(look)
      look()
    })
    const early = this.ended.then((status) =>
      Promise.reject(new Error(`it ended (${status}):\n${this.lines.join('\n')}`)),
    )
    return Promise.race([told, early])
  }

  /** Where it listens, once it does its work. */
  async listening(): Promise<string> {
    return `http://${await this.says(/"listening on ([^"]+)"/)}`
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string | null> {
    this.child.kill(signal)
    return this.ended
  }
}

/** What an address answers, as soon as anything listens there. */
export async function answerOf(url: string, init: RequestInit = {}): Promise<Response> {
  for (;;) {
    const answer = await fetch(url, init).catch(() => undefined)
    if (answer !== undefined) return answer
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Resolves once an address answers with a status. */
export async function untilStatus(url: string, status: number): Promise<Response> {
  for (;;) {
    const answer = await answerOf(url)
    if (answer.status === status) return answer
    await answer.arrayBuffer()
  }
}
