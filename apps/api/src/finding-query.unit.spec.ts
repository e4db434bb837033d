import { describe, expect, it } from '@jest/globals'
import type { Problem } from '@claims-audit/service'
import { readFindingQuery } from './finding-query.js'

describe('the query of GET /v1/findings', () => {
  it('is read with the newest findings first', () => {
    expect(readFindingQuery({})).toEqual({ filter: {}, page: { limit: 50, sort: 'recordedAt', descending: true } })
  })

  it('takes the names of the release before', () => {
    const now = { totalChargeFrom: '100', totalChargeTo: '200.50', sort: '-totalCharge' }
    const before = { amountFrom: '100', amountTo: '200.50', sort: '-amount' }
    expect(readFindingQuery(before)).toEqual(readFindingQuery(now))
  })

  it.each([
    ['an unknown order', { sort: 'colour' }, 'sort'],
    ['a repeated order', { sort: ['rule', 'code'] }, 'sort'],
    ['a charge that is not a number', { totalChargeFrom: 'ten' }, 'totalChargeFrom'],
    ['the same by its former name', { amountFrom: 'ten' }, 'amountFrom'],
    ['an unknown filter', { colour: 'red' }, 'colour'],
  ])('names %s', (_, query, name) => {
    let answer: unknown
    try {
      answer = readFindingQuery(query)
    } catch (problem) {
      answer = (problem as Problem).getResponse()
    }
    expect(answer).toMatchObject({ status: 400, errors: [{ pointer: `/${name}`, code: 'query', keyword: name }] })
  })
})
