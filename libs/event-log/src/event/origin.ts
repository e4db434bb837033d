/** The submitted event that everything downstream goes back to. */
export interface Origin {
  topic: string
  partition: number
  /** Decimal. */
  offset: string
  /** Milliseconds since 1970, decimal. */
  timestamp: string
  /**
   * The log that has it, as `logName` names it: the same position in another log is another event. Missing in what a
   * release before 0.2 sent.
   */
  log?: string | undefined
  /** SHA-256 of the event's value, URL-safe base64: what came of another event is told by it. */
  digest?: string | undefined
}
