import type { UseQueryResult } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { ClaimReading, Document, Finding, Submitted } from '../../../api/types.ts'
import { usePlaces } from '../../../findings/show-place.tsx'
import { useKeys } from '../../../keys/keyboard.tsx'
import { Failure, Message } from '../../../parts/states.tsx'
import { useMay } from '../../../shell/session.tsx'
import { texts } from '../../../texts/texts.ts'
import { DocumentText } from './document-text.tsx'
import { Legend } from './legend.tsx'
import { marksOf } from './marks.ts'
import type { Mark } from './marks.ts'

const { documents: words } = texts.claim

interface Props {
  submitted: Submitted | undefined
  reading: UseQueryResult<ClaimReading>
  finding: Finding | undefined
}

/** Documents of the claim with every mention marked. The chosen finding opens its document where it rests on it. */
export function Documents({ submitted, reading, finding }: Props) {
  const may = useMay()
  if (!may('documents:read')) return <Message title={words.noRight}>{words.noRightHint}</Message>
  if (submitted === undefined) return <Message title={words.notArchived}>{words.notArchivedHint}</Message>
  const documents = submitted.documents ?? []
  if (documents.length === 0) return <Message title={words.none}>{words.noneHint}</Message>
  return (
    <>
      {reading.error && <Failure error={reading.error} retry={() => void reading.refetch()} />}
      <Pane documents={documents} mentions={reading.data?.mentions ?? NO_MENTIONS} finding={finding} />
    </>
  )
}

const NO_MENTIONS: ClaimReading['mentions'] = []

interface PaneProps {
  documents: readonly Document[]
  mentions: ClaimReading['mentions']
  finding: Finding | undefined
}

function Pane({ documents, mentions, finding }: PaneProps) {
  const marks = useMemo(() => marksByDocument(documents, mentions, finding), [documents, mentions, finding])
  const { current, go, open } = useCurrent(documents, marks, finding)
  const document = documents[current.document] as Document
  useKeys({
    'doc.next': () => go(1, () => true),
    'doc.previous': () => go(-1, () => true),
    'doc.next-cited': () => go(1, ({ isCited }) => isCited),
    'doc.previous-cited': () => go(-1, ({ isCited }) => isCited),
    'doc.next-document': () => open((current.document + 1) % documents.length),
    'doc.previous-document': () => open((current.document + documents.length - 1) % documents.length),
  })
  const own = marks[current.document] as Mark[]
  return (
    <div className="documents">
      <div className="document-list" role="group" aria-label={words.list}>
        {documents.map(({ id, title, type, date }, at) => (
          <button
            key={id}
            type="button"
            className="chip"
            aria-pressed={at === current.document}
            onClick={() => open(at)}
          >
            <strong>{id}</strong> {title ?? words.types[type]} <span className="muted">{date}</span>
          </button>
        ))}
      </div>
      <Legend at={current.mark} of={own.length} />
      <DocumentText
        key={document.id}
        text={document.text}
        marks={own}
        current={current.mark}
        label={document.title ?? document.id}
      />
    </div>
  )
}

const marksByDocument = (
  documents: readonly Document[],
  mentions: ClaimReading['mentions'],
  finding: Finding | undefined,
): Mark[][] =>
  documents.map(({ id }) =>
    marksOf(
      mentions.filter(({ documentId }) => documentId === id),
      (finding?.evidence ?? []).filter(({ documentId }) => documentId === id),
    ),
  )

interface Current {
  document: number
  /** Index of the mark that is looked at; −1 where none is. */
  mark: number
}

/** The document and mark that are looked at: what the finding rests on first, or the place that was asked for last. */
function useCurrent(documents: readonly Document[], marks: readonly Mark[][], finding: Finding | undefined) {
  const { place } = usePlaces()
  const first = finding?.evidence[0]
  const wanted = place ?? first
  const [current, setCurrent] = useState<Current>({ document: 0, mark: -1 })
  const openAt = (at: { documentId: string; start: number } | undefined): void => {
    const document = documents.findIndex(({ id }) => id === at?.documentId)
    if (at === undefined || document === -1) return
    const mark = (marks[document] as Mark[]).findIndex(({ start, end }) => at.start >= start && at.start < end)
    setCurrent({ document, mark })
  }
  useEffect(() => openAt(first), [finding?.findingId, marks])
  useEffect(() => openAt(wanted), [place])
  const go = (by: 1 | -1, fits: (mark: Mark) => boolean): void =>
    setCurrent((before) => stepped(marks, before, by, fits))
  const open = (document: number): void => setCurrent({ document, mark: -1 })
  return { current, go, open }
}

/** The next mark that fits, on through the other documents and round. */
function stepped(marks: readonly Mark[][], from: Current, by: 1 | -1, fits: (mark: Mark) => boolean): Current {
  const all = marks.flatMap((own, document) => own.map((mark, at) => ({ document, mark: at, fits: fits(mark) })))
  const fitting = all.filter((each) => each.fits)
  const isAfter = (each: Current): boolean =>
    each.document > from.document || (each.document === from.document && each.mark > from.mark)
  const isBefore = (each: Current): boolean =>
    each.document < from.document || (each.document === from.document && each.mark < from.mark)
  const found = by === 1 ? (fitting.find(isAfter) ?? fitting[0]) : (fitting.findLast(isBefore) ?? fitting.at(-1))
  return found === undefined ? from : { document: found.document, mark: found.mark }
}
