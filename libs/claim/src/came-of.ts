import { contentDigest } from './digest.js'
import { parseEvent } from './parse.js'

/** Whether what a stage sent on came of a submitted event: it is that event, or tells the digest of its content. */
export function cameOf(sent: Uint8Array | null, event: Uint8Array | null): boolean {
  if (sent === null || event === null) return sent === event
  if (Buffer.from(sent).equals(event)) return true
  const digest = digestIn(sent)
  const parsed = parseEvent(event)
  return digest !== undefined && 'claim' in parsed && digest === contentDigest(parsed.claim)
}

function digestIn(sent: Uint8Array): unknown {
  try {
    return (JSON.parse(Buffer.from(sent).toString()) as { contentDigest?: unknown } | null)?.contentDigest
  } catch {
    return undefined
  }
}
