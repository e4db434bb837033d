import { memo, useEffect, useMemo, useRef } from 'react'
import { texts } from '../../../texts/texts.ts'
import { partsOf } from './marks.ts'
import type { Mark } from './marks.ts'

const { documents: words } = texts.claim

interface Props {
  text: string
  marks: readonly Mark[]
  /** Index of the mark that is looked at. */
  current: number
  label: string
}

/**
 * A document. Which mark is looked at is set on the one that it was and the one that it is: 200 marks are not drawn
 * again for it.
 */
export function DocumentText({ text, marks, current, label }: Props) {
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    root.current?.querySelector('[data-current]')?.removeAttribute('data-current')
    const mark = root.current?.querySelectorAll('mark')[current]
    mark?.setAttribute('data-current', 'true')
    mark?.scrollIntoView({ block: 'center' })
  }, [current, marks])
  return (
    <div ref={root} className="document-text" role="region" aria-label={label} tabIndex={0}>
      <Parts text={text} marks={marks} />
    </div>
  )
}

const Parts = memo(({ text, marks }: Pick<Props, 'text' | 'marks'>) => {
  const parts = useMemo(() => partsOf(text, marks), [text, marks])
  return parts.map((part, at) =>
    part.mark === undefined ? (
      part.text
    ) : (
      <mark
        key={at}
        className={part.mark.isCited ? `${part.mark.meant} is-cited` : part.mark.meant}
        title={titleOf(part.mark)}
      >
        {part.text}
      </mark>
    ),
  )
})

const titleOf = ({ meant, concepts }: Mark): string =>
  meant === 'cited' ? words.meant.cited : words.mention(words.meant[meant], concepts)
