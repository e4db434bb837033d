import type { ApiPaths } from '@claims-audit/contracts'
import createClient from 'openapi-fetch'
import { Problem, problemOf } from './problem.ts'

/** Of the session; needed by every request that changes something. */
let csrf: string | null = null
export const useCsrf = (token: string | null): void => void (csrf = token)

const listeners = new Set<() => void>()
/** Calls back when an answer says that no one is signed in any more. Gives what ends that. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const api = createClient<ApiPaths>({ baseUrl: '/', credentials: 'same-origin' })
api.use({
  onRequest: ({ request }) => {
    if (csrf !== null && request.method !== 'GET') request.headers.set('x-csrf', csrf)
    return request
  },
  onResponse: ({ response }) => {
    if (response.status === 401) for (const each of listeners) each()
    return undefined
  },
})

type Answer<T> = { data?: T; error?: unknown; response: Response }

/** What was answered; throws a Problem where it was not. */
export async function told<T>(asked: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>
  try {
    answer = await asked
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem({ status: 0, title: 'offline' })
  }
  if (!answer.response.ok) throw problemOf(answer.error, answer.response)
  return answer.data as T
}
