import type { Logger } from 'pino'

/** What ends a process in order, from its first line on. */
export class StopSignals {
  private stop: (() => Promise<void>) | undefined
  private stopping: string | undefined

  constructor(private readonly log: Logger) {
    process.on('SIGTERM', (signal) => this.receive(signal))
    process.on('SIGINT', (signal) => this.receive(signal))
    // Under a supervisor: its channel closes when it is gone, and nothing else stops us.
    process.on('disconnect', () => this.receive('supervisor gone'))
  }

  get areGiven(): boolean {
    return this.stopping !== undefined
  }

  /** How to stop from now on. Before this is called there is nothing to drain: a signal ends the process at once. */
  drainBy(stop: () => Promise<void>): void {
    this.stop = stop
  }

  /** The first signal drains; a second one does not wait. */
  private receive(signal: string): void {
    if (this.stopping !== undefined) process.exit(1)
    this.stopping = signal
    this.log.info(this.stop === undefined ? `${signal}: stopped before it had started` : `${signal}: draining`)
    Promise.resolve(this.stop?.()).then(
      () => process.exit(0),
      (error: Error) => {
        this.log.error(`${error.name}: ${error.message}`)
        process.exit(1)
      },
    )
  }
}
