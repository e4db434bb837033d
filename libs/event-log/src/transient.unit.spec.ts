import { describe, expect, it } from '@jest/globals'
import { KafkaJSError, KafkaJSNonRetriableError, KafkaJSNumberOfRetriesExceeded } from 'kafkajs'
import { Rejected } from './quarantine.js'
import { isTransient, Transient } from './transient.js'

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
    ['a lost connection without a code', new Error('Connection terminated unexpectedly')],
    ['a query error of TypeORM around one', Object.assign(new Error('x'), { driverError: coded('40001') })],
    ['a retriable error of kafkajs', new KafkaJSError('x', { retriable: true })],
    ['retries of kafkajs that ran out', new KafkaJSNumberOfRetriesExceeded(new KafkaJSError('x'), { retryCount: 5, retryTime: 1 })],
  ])('says yes to %s', (_, error) => expect(isTransient(error)).toBe(true))

  it.each<[string, unknown]>([
    ['a plain error', new Error('x')],
    ['a rejection', new Rejected({ code: 'schema' })],
    ['a unique violation', coded('23505')],
    ['a syntax error', coded('42601')],
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
