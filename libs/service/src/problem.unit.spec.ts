import { describe, expect, it } from '@jest/globals'
import { NotFoundException } from '@nestjs/common'
import type { ArgumentsHost } from '@nestjs/common'
import type { Logger } from 'pino'
import { Problem, ProblemFilter } from './problem.js'

interface Answered {
  status?: number
  type?: string
  headers: Record<string, string>
  body?: Record<string, unknown>
  destroyed: boolean
  logged: string[]
}

/** What a client gets for an error, and what is logged of it. */
function answered(error: unknown, o: { headersSent?: boolean; gone?: boolean } = {}): Answered {
  const answer: Answered = { headers: {}, destroyed: false, logged: [] }
  const response = {
    headersSent: o.headersSent ?? false,
    status: (code: number) => Object.assign(response, (answer.status = code) && {}),
    type: (type: string) => Object.assign(response, (answer.type = type) && {}),
    set: (headers: Record<string, string>) => Object.assign(response, (answer.headers = headers) && {}),
    send: (body: string) => void (answer.body = JSON.parse(body) as Record<string, unknown>),
    destroy: () => void (answer.destroyed = true),
  }
  const log = { debug: () => undefined, error: (line: string) => answer.logged.push(line) } as unknown as Logger
  const http = { getResponse: () => response, getRequest: () => ({ socket: { destroyed: o.gone ?? false } }) }
  new ProblemFilter(log).catch(error, { switchToHttp: () => http } as unknown as ArgumentsHost)
  return answer
}

describe('an error over HTTP', () => {
  it('is a problem document with the fields that are wrong', () => {
    const errors = [{ pointer: '/version', code: 'schema', keyword: 'minimum' }]
    expect(answered(new Problem(422, { detail: 'Invalid claim', errors }))).toMatchObject({
      status: 422,
      type: 'application/problem+json',
      body: { type: 'about:blank', title: 'Unprocessable Entity', status: 422, detail: 'Invalid claim', errors },
    })
  })

  it('that was not expected says nothing of itself, and is logged by its kind', () => {
    const { status, body, logged } = answered(new TypeError('patient Zoe Canary is undefined'))
    expect({ status, body, logged }).toEqual({
      status: 500,
      body: { type: 'about:blank', title: 'Internal Server Error', status: 500 },
      logged: ['TypeError'],
    })
  })

  it('that passes by itself is a 503 that says when to try again', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    expect(answered(refused)).toMatchObject({ status: 503, headers: { 'retry-after': '10' } })
  })

  it.each([
    ['Nest’s own', new NotFoundException('Cannot GET /x'), 404],
    ['body-parser’s', Object.assign(new Error('too large'), { status: 413, type: 'entity.too.large' }), 413],
  ])('keeps the status of %s', (_, error, status) => {
    expect(answered(error)).toMatchObject({ status, logged: [] })
  })

  it('cuts an answer short that has begun', () => {
    expect(answered(new Error(), { headersSent: true })).toMatchObject({ destroyed: true })
  })

  it('is no error of ours once the client is gone', () => {
    expect(answered(new Error(), { gone: true })).toMatchObject({ destroyed: true, logged: [] })
  })
})
