import { describe, expect, it } from '@jest/globals'
import { KafkaJSError, KafkaJSNonRetriableError, KafkaJSNumberOfRetriesExceeded } from 'kafkajs'
import { Rejected } from '../consume/quarantine.js'
import { isTransient, Transient } from './transient.js'

const failedQuery = (driverError: Error): Error =>
  Object.assign(new Error('x'), { name: 'QueryFailedError', driverError })
const coded = (code: string): Error => Object.assign(new Error('x'), { code })

describe('isTransient', () => {
  it.each<[string, unknown]>([
    ['our own mark', new Transient('soon')],
    ['a refused connection', coded('ECONNREFUSED')],
    ['a refused connection on every address', new AggregateError([coded('ECONNREFUSED')])],
    ['a serialization failure', coded('40001')],
    ['a deadlock', coded('40P01')],
    ['a server that shuts down', coded('57P01')],
    ['a broken connection', coded('08006')],
    ['too many connections', coded('53300')],
    ['a table of another version', coded('42P01')],
    ['a column of another version', coded('42703')],
    ['a right that was not granted', coded('42501')],
    ['a password that was rotated', coded('28P01')],
    ['a role that may not log in', coded('28000')],
    ['a database that was renamed', coded('3D000')],
    ['a statement that took too long', coded('57014')],
    ['a transaction that was idle too long', coded('25P03')],
    ['a transaction that took too long', coded('25P04')],
    ['a file that the server cannot read', coded('58P01')],
    ['an internal error of the server', coded('XX000')],
    ['a plan that became stale', coded('0A000')],
    ['a statement that the server does not understand', coded('42601')],
    ['a certificate that has expired', coded('CERT_HAS_EXPIRED')],
    ['a lost connection without a code', new Error('Connection terminated unexpectedly')],
    ['a query that was never answered', new Error('Query read timeout')],
    ['a failed query whose driver gave no code', failedQuery(new Error('something of the connection'))],
    ['a transaction whose connection went away', Object.assign(new Error('x'), { name: 'TransactionNotStartedError' })],
    ['a query error of TypeORM around one', Object.assign(new Error('x'), { driverError: coded('40001') })],
    ['a retriable error of kafkajs', new KafkaJSError('x', { retriable: true })],
    [
      'retries of kafkajs that ran out',
      new KafkaJSNumberOfRetriesExceeded(new KafkaJSError('x'), { retryCount: 5, retryTime: 1 }),
    ],
  ])('says yes to %s', (_, error) => expect(isTransient(error)).toBe(true))

  it.each<[string, unknown]>([
    ['a plain error', new Error('x')],
    ['a rejection', new Rejected({ code: 'schema' })],
    ['a unique violation', coded('23505')],
    ['a value that a column cannot hold', coded('22P02')],
    ['an index row that is too large', coded('54000')],
    ['such an error within a failed query', Object.assign(failedQuery(coded('22021')), { code: '22021' })],
    ['a value that the driver cannot write', failedQuery(new TypeError('x'))],
    ['a value that refers to itself', failedQuery(new Error('circular reference detected while preparing'))],
    ['a refusal of kafkajs', new KafkaJSNonRetriableError('x')],
    ['something that is no error', 'ECONNREFUSED'],
    ['an error that is its own cause', circular()],
  ])('says no to %s', (_, error) => expect(isTransient(error)).toBe(false))
})

function circular(): Error {
  const error = new Error('x')
  error.cause = error
  return error
}
