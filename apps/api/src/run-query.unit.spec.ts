import { describe, expect, it } from '@jest/globals'
import { Problem } from '@claims-audit/service'
import { readChangeCursor } from './run-query.js'

const ID = '6fe779fb-12ac-5253-ad3e-5f156575d2d0'
const cursor = (...parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url')

describe('where the next page of changes goes on', () => {
  it('is read from a cursor of ours', () => {
    const read = readChangeCursor(cursor('t', 'C', 1, 0, ID))
    expect(read).toEqual({ tenant: 't', claimId: 'C', version: 1, revision: 0, findingId: ID })
  })

  it.each([
    ['an id that is not a UUID', cursor('t', 'C', 1, 0, '-'.repeat(36))],
    ['NUL', cursor('t', 'a\0b', 1, 0, ID)],
    ['half a character', cursor('\ud800', 'C', 1, 0, ID)],
    ['more than a name', cursor('t', 'x'.repeat(2_000), 1, 0, ID)],
    ['a version beyond int32', cursor('t', 'C', 2 ** 31, 0, ID)],
    ['a negative revision', cursor('t', 'C', 1, -1, ID)],
    ['nothing', cursor()],
    ['no JSON', 'rubbish'],
    ['several', ['a', 'b']],
  ])('is refused: %s', (_, forged) => {
    expect(() => readChangeCursor(forged)).toThrow(Problem)
  })
})
