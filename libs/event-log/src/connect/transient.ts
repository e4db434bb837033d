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
  'EPROTO',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
])

/**
 * What OpenSSL and Node say of a certificate or a handshake (nodejs.org/api/tls.html, X509 certificate error codes).
 */
const TLS = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_|ERR_SSL_)/

/**
 * A code of a database: a class of the SQL standard begins with a digit, Postgres' own are F0, HV, P0 and XX (manual,
 * appendix A).
 */
const SQLSTATE = /^(\d[0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}$/

/**
 * The classes that speak of the event's data: 22 data exception, 23 integrity constraint violation, 54 program limit
 * exceeded, as for an index row that is too large. The same event would meet them again. Everything else speaks of the
 * database or of who asks it (a password, a right, a timeout, a table, a disk), and ends when somebody mends that.
 */
const OF_THE_EVENT = /^(22|23|54)/

/** node-postgres gives these no code, neither in its client, its pool nor its SASL. */
const PG_MESSAGE = new RegExp(
  [
    '^Connection terminated',
    'timeout exceeded when trying to connect',
    '^timeout expired$',
    '^Query read timeout$',
    '^Client (has encountered a connection error|was closed) and is not queryable',
    '^Cannot use a pool after calling end',
    '^Received unexpected \\w+ message from backend',
    'SSL connection',
    '^SASL: ',
  ].join('|'),
)

/**
 * TypeORM's own, where a connection went away under a transaction. A failed query is judged by what the driver said.
 */
const TYPEORM = new Set(['ConnectionIsNotSetError', 'ConnectionNotFoundError', 'CannotExecuteNotConnectedError'])
const TYPEORM_RUNNER = /^(QueryRunner\w*AlreadyReleased|Transaction(AlreadyStarted|NotStarted))Error$/

/**
 * Whether a failure will pass by itself: the network, the database or the cluster, not the event. Looks into causes.
 */
export function isTransient(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 8) return false
  if (error instanceof Transient || (error as { willPass?: boolean }).willPass === true) return true
  if (error instanceof kafkajs.KafkaJSError && error.retriable) return true
  const { code, driverError, errors, cause } = error as Error & {
    code?: unknown
    driverError?: unknown
    errors?: unknown
  }
  if (typeof code === 'string' && SQLSTATE.test(code)) return !OF_THE_EVENT.test(code)
  if (typeof code === 'string' && (NETWORK.has(code) || TLS.test(code))) return true
  if (isUncodedDatabaseError(error)) return true
  const inner = [cause, driverError, ...(Array.isArray(errors) ? errors : [])]
  return inner.some((each) => isTransient(each, depth + 1))
}

/**
 * A driver that fails on a value (TypeError, RangeError) speaks of the event; its plain errors speak of the connection.
 */
function isUncodedDatabaseError(error: Error): boolean {
  const { name, message, driverError } = error as Error & { driverError?: unknown }
  if (TYPEORM.has(name) || TYPEORM_RUNNER.test(name) || PG_MESSAGE.test(message)) return true
  if (name !== 'QueryFailedError' || !(driverError instanceof Error)) return false
  return (
    driverError.name === 'Error' &&
    (driverError as { code?: unknown }).code === undefined &&
    !ON_A_VALUE.test(driverError.message)
  )
}

/** What node-postgres says of a value that it cannot write. */
const ON_A_VALUE = /circular reference|Query values must be an array/
