import { createContext, use, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import type { Fact } from '../api/types.ts'

/** A place in a document. The same place asked for again is another object, so that it is shown again. */
export type Place = Pick<Fact, 'documentId' | 'start'>

const Context = createContext<{ place: Place | undefined; show: (place: Place) => void }>({
  place: undefined,
  show: () => undefined,
})

/** What shows documents and what names places in them meet here. `onShow` brings the documents into sight. */
export function Places({ children, onShow }: { children: ReactNode; onShow: () => void }) {
  const [place, setPlace] = useState<Place>()
  const value = useMemo(
    () => ({
      place,
      show: ({ documentId, start }: Place) => {
        setPlace({ documentId, start })
        onShow()
      },
    }),
    [place, onShow],
  )
  return <Context value={value}>{children}</Context>
}

export const usePlaces = () => use(Context)
