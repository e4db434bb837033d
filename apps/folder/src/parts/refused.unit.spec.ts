import { expect, it } from '@jest/globals'
import { faultOf, FileRefused } from './refused.js'

it.each([
  ['what is wrong with the file', new FileRefused('encrypted'), 'encrypted'],
  ['what our own code throws', new TypeError("Cannot read properties of undefined (reading 'code')"), 'reader-failed'],
  ['a nesting that is too deep for us', new RangeError('Maximum call stack size exceeded'), 'reader-failed'],
])('refuses a file for %s', (_, error, fault) => {
  expect(faultOf(error)).toBe(fault)
})

it.each([
  ['a full disk', Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })],
  ['a broker that is away', Object.assign(new Error('Connection error'), { name: 'KafkaJSConnectionError' })],
])('waits for %s', (_, error) => {
  expect(faultOf(error)).toBeUndefined()
})
