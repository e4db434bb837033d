import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { Problem, statusOf } from '../api/problem.ts'
import { texts } from '../texts/texts.ts'

const { states } = texts

/** What is said in place of what is not there. */
export function Message({ title, children, act }: { title: string; children?: ReactNode; act?: ReactNode }) {
  return (
    <div className="message">
      <h2>{title}</h2>
      {children === undefined ? null : <p>{children}</p>}
      {act}
    </div>
  )
}

const LATER_MS = 150

/** Grey rows, once it takes longer than a moment. */
export function Loading({ rows = 12, height = 30 }: { rows?: number; height?: number }) {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), LATER_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="loading" role="status" aria-label={states.loading}>
      {shown && Array.from({ length: rows }, (_, at) => <div key={at} className="grey-row" style={{ height }} />)}
    </div>
  )
}

const WORDS: Record<number, string> = {
  0: states.failed.offline,
  429: states.failed.tooMany,
  503: states.failed.busy,
}

/** An error of the api, with what can be done about it. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const status = statusOf(error)
  if (status === 404) return <Message title={states.notFound.title}>{states.notFound.hint}</Message>
  const { message } = error as Error
  const request = error instanceof Problem ? error.requestId : null
  return (
    <div role="alert">
      <Message title={states.failed.title} act={retry && <Button onClick={retry}>{states.retry}</Button>}>
        {WORDS[status ?? -1] ?? message}
        {request !== null && <span className="muted"> {states.failed.request(request)}</span>}
      </Message>
    </div>
  )
}

export function NoRight({ roles }: { roles: readonly string[] }) {
  return <Message title={states.noRight.title}>{states.noRight.hint([...roles])}</Message>
}

interface Asked<T> {
  data: T | undefined
  error: unknown
  refetch: () => unknown
}

/** The answer, or the state that is there instead of it. What was there before stays while it is asked again. */
export function Told<T>({ of, children, rows }: { of: Asked<T>; children: (data: T) => ReactNode; rows?: number }) {
  if (of.data !== undefined) return children(of.data)
  if (of.error !== null) return <Failure error={of.error} retry={() => void of.refetch()} />
  return <Loading {...(rows !== undefined && { rows })} />
}
