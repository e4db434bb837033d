import type { SubmittedEvent } from '@claims-audit/audit'

/** An event of a run's input, as it came. */
export interface RunEvent extends SubmittedEvent {
  /** Lines, or offsets, from where its unit begins. */
  ordinal: number
}
