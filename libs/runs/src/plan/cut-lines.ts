import type { PlannedUnit } from '@claims-audit/ledger'

/** Small enough that little is done again after a kill, large enough that a transaction is worth it. */
export const UNIT_EVENTS = 1_000
/** A unit of claims with long notes ends sooner, so that none takes minutes. */
export const UNIT_BYTES = 8 << 20

const NEWLINE = 10

/**
 * Cuts a stream of lines into units: after so many lines, or sooner where they are long. The same bytes are always cut
 * alike.
 */
export async function* cutLines(
  stream: AsyncIterable<Uint8Array>,
  file: number,
  o: { lines?: number; bytes?: number } = {},
): AsyncGenerator<PlannedUnit> {
  const { lines: most = UNIT_EVENTS, bytes = UNIT_BYTES } = o
  let from = 0
  let at = 0
  let firstLine = 1
  let lines = 0
  const cut = (to: number): PlannedUnit => {
    const unit: PlannedUnit = { stretch: { kind: 'lines', file, firstLine, from, to }, events: lines }
    firstLine += lines
    from = to
    lines = 0
    return unit
  }
  for await (const chunk of stream) {
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, end + 1)) {
      lines += 1
      const to = at + end + 1
      if (lines === most || to - from >= bytes) yield cut(to)
    }
    at += chunk.length
  }
  // The last line may lack its end.
  if (at > from) {
    lines += 1
    yield cut(at)
  }
}
