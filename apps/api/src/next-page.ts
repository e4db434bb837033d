import type { NextFunction, Request, Response } from 'express'

/**
 * Names the page after a list's as a link (RFC 8288), for clients that follow links: the same request with the cursor.
 */
export function linkNextPage(request: Request, response: Response, next: NextFunction): void {
  const json = response.json.bind(response)
  response.json = (answer: unknown) => {
    const cursor = cursorOf(answer)
    if (cursor !== undefined) response.links({ next: withCursor(request.originalUrl, cursor) })
    return json(answer)
  }
  next()
}

const cursorOf = (answer: unknown): string | undefined =>
  typeof answer === 'object' && answer !== null && 'cursor' in answer && typeof answer.cursor === 'string'
    ? answer.cursor
    : undefined

function withCursor(path: string, cursor: string): string {
  const url = new URL(path, 'http://api')
  url.searchParams.set('cursor', cursor)
  return `${url.pathname}${url.search}`
}
