import kafkajs from 'kafkajs'

/** Marks a failure that will pass by itself: the batch is tried again, for as long as it takes. */
export class Transient extends Error {
  override name = 'Transient'
}

const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
])

/**
 * SQLSTATE: 08 connection exceptions; 40001 and 40P01 serialization failure and deadlock; 53 too little memory, disk or
 * connections; 55P03 lock not available; 57P01 to 57P05 the server is going away or not yet there; 25006 read-only, as
 * a standby is during a failover; 42P01, 42703 and 42501 a table, a column or a right that is not there, as where a process
 * is of another version than the tables: whoever updates the one or the other ends it.
 */
const SQLSTATE = /^(08...|40001|40P01|53...|55P03|57P0.|25006|42P01|42703|42501)$/

/** node-postgres gives these no code. */
const PG_MESSAGE = /^Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/

/** Whether a failure will pass by itself: the network, the database or the cluster, not the event. Looks into causes. */
export function isTransient(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 8) return false
  if (error instanceof Transient || (error as { willPass?: boolean }).willPass === true) return true
  if (error instanceof kafkajs.KafkaJSError && error.retriable) return true
  const { code, driverError, errors, cause, message } = error as Error & { code?: unknown; driverError?: unknown; errors?: unknown }
  if (typeof code === 'string' && (NETWORK.has(code) || SQLSTATE.test(code))) return true
  if (PG_MESSAGE.test(message)) return true
  const inner = [cause, driverError, ...(Array.isArray(errors) ? errors : [])]
  return inner.some((each) => isTransient(each, depth + 1))
}
