/** Kafka or Postgres cannot be had here. The message is one line: what is missing, and the ways out. */
export class StackUnavailable extends Error {
  override name = 'StackUnavailable'
}
