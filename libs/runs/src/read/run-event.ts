import type { Envelope } from '@claims-audit/claim'
import type { Reason } from '@claims-audit/contracts'

/** An event of a run's input, as it came. */
export interface RunEvent {
  /** Lines, or offsets, from where its unit begins. */
  ordinal: number
  value: Uint8Array | string | null
  /** What the log's message is keyed by; a line has no key. */
  key: Uint8Array | null
  /** What the event says of itself; a line says nothing beside its value. */
  envelope?: Envelope
  /** Why it cannot be read; it has no value then. */
  rejected?: Reason
}
