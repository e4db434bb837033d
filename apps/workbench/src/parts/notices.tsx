import { createContext, use, useCallback, useEffect, useState } from 'react'
import type { ReactNode } from 'react'

interface Notice {
  text: string
  isProblem: boolean
}
type Tell = (text: string, options?: { isProblem?: boolean }) => void

const Context = createContext<Tell>(() => undefined)
export const useTell = (): Tell => use(Context)

/** As long as an act without a correction is offered to be undone. */
const SHOWN_MS = 10_000

/** The last thing that happened, said aloud and shown until the next, or for a while. */
export function Notices({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<Notice>()
  const tell = useCallback<Tell>((text, { isProblem = false } = {}) => {
    setNotice({ text, isProblem })
  }, [])
  useEffect(() => {
    const timer = setTimeout(() => setNotice(undefined), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [notice])
  return (
    <Context value={tell}>
      {children}
      <div className="notices" role="status" aria-live="polite">
        {notice !== undefined && <p className={notice.isProblem ? 'notice problem' : 'notice'}>{notice.text}</p>}
      </div>
    </Context>
  )
}
