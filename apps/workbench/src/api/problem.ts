/** RFC 9457 as the api answers it; status 0: the api was not reached. */
export interface ProblemDetails {
  status: number
  title: string
  detail?: string
  code?: string
  now?: { state?: string; owner?: string; claimVersion?: number; newestVersion?: number }
  errors?: { pointer: string | null; code: string; keyword: string | null }[]
}

export class Problem extends Error {
  override name = 'Problem'

  constructor(
    readonly details: ProblemDetails,
    /** By which the access log and the api's own log name the request. */
    readonly requestId: string | null = null,
  ) {
    super(details.detail ?? details.title)
  }

  get status(): number {
    return this.details.status
  }
}

export function problemOf(body: unknown, response: Response): Problem {
  const details = typeof body === 'object' && body !== null ? (body as Partial<ProblemDetails>) : {}
  return new Problem(
    { ...details, title: details.title ?? response.statusText, status: response.status },
    response.headers.get('x-request-id'),
  )
}

export const statusOf = (error: unknown): number | undefined => (error instanceof Problem ? error.status : undefined)
