const EVERY_MS = 500
const WIDTH = 30

/**
 * A bar on stderr with the rate and the time that is left, when a person watches. `before` were done when this began.
 */
export function runProgress(total: number, before: number): { add(events: number): void; end(): void } {
  const began = Date.now()
  let added = 0
  const show = (): void =>
    void process.stderr.write(
      `\r${barOf({ total, done: Math.min(total, before + added), perSecond: (added * 1_000) / Math.max(1, Date.now() - began) })}\u001b[K`,
    )
  const timer = process.stderr.isTTY ? setInterval(show, EVERY_MS) : undefined
  timer?.unref()
  return {
    add: (events) => void (added += events),
    end: () => {
      if (timer === undefined) return
      clearInterval(timer)
      show()
      process.stderr.write('\n')
    },
  }
}

export function barOf({ total, done, perSecond }: { total: number; done: number; perSecond: number }): string {
  const share = total === 0 ? 1 : done / total
  const filled = Math.floor(share * WIDTH)
  const left = perSecond > 0 ? `, ${durationOf((total - done) / perSecond)} left` : ''
  return `[${'='.repeat(filled)}${' '.repeat(WIDTH - filled)}] ${Math.floor(share * 100)}%  ${done} of ${total} events, ${Math.round(perSecond)}/s${left}`
}

function durationOf(seconds: number): string {
  const whole = Math.ceil(seconds)
  const parts = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60]
  return parts[0] === 0
    ? `${parts[1]}:${String(parts[2]).padStart(2, '0')}`
    : parts.map((part) => String(part).padStart(2, '0')).join(':')
}
