import { describe, expect, it } from '@jest/globals'
import { bulkFilter, listQuery, readWorkSearch, viewQuery } from './search.ts'

describe('the address of the worklist', () => {
  it('keeps what it knows and drops the rest', () =>
    expect(readWorkSearch({ queue: 'mine', payer: 'P1', q: '', patient: 'x' })).toEqual({ queue: 'mine', payer: 'P1' }))

  it('asks the api for queue, order and filters, not for columns', () =>
    expect(listQuery({ queue: 'mine', sort: '-impact', rule: 'a', cols: 'due', at: 'f' })).toEqual({
      queue: 'mine',
      sort: '-impact',
      rule: 'a',
    }))

  it('is saved as the query of the list', () =>
    expect(viewQuery({ sort: '-impact', payer: 'A&B', dense: 'no' })).toBe('payer=A%26B&sort=-impact'))

  it.each([
    [{ rule: 'a', queue: 'all' }, { rule: 'a' }],
    [{}, undefined],
    [{ queue: 'all', severity: 'info', cols: 'due' }, { severity: 'info' }],
    [{ queue: 'mine' }, undefined],
    [{ q: 'x' }, undefined],
    [{ code: 'M43.02' }, undefined],
  ])('of %j can be acted on as a whole by %j', (search, filter) => expect(bulkFilter(search)).toEqual(filter))
})
