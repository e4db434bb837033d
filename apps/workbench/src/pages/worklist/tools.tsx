import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { FormEvent, RefObject } from 'react'
import type { WorkCounts } from '../../api/types.ts'
import { useKeys } from '../../keys/keyboard.tsx'
import { useMay } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'
import { Export } from './export/export.tsx'
import { SORTS, filterOf } from './search.ts'
import type { Sort, WorkSearch } from './search.ts'
import { sizeOf } from './side.tsx'

const { work } = texts

interface Props {
  search: WorkSearch
  /** How many rows the list has, exactly or not. */
  size: WorkCounts['queues']['all'] | undefined
  change: (search: WorkSearch) => void
  takeNext: () => void
  chooseColumns: () => void
}

/** Above the list: search, order, columns, export, take next. */
export function Tools({ search, size, change, takeNext, chooseColumns }: Props) {
  const may = useMay()
  const field = useRef<HTMLInputElement>(null)
  const sort = (search.sort ?? 'due') as Sort
  useKeys({
    'page.search': () => field.current?.focus(),
    'work.sort': () => change({ ...search, sort: SORTS[(SORTS.indexOf(sort) + 1) % SORTS.length] }),
    'work.columns': chooseColumns,
    ...(may('findings:judge') && { 'work.take-next': takeNext }),
  })
  return (
    <div className="tools">
      <h1>{work.queues[(search.queue ?? 'all') as 'all']}</h1>
      <span className="muted" role="status">
        {size && work.count(sizeOf({ ...size, isExact: true }), size.isExact)}
      </span>
      <SearchField field={field} value={search.q ?? ''} go={(q) => change({ ...search, q })} />
      <NativeSelect
        aria-label={work.sort}
        value={sort}
        data={SORTS.map((value) => ({ value, label: work.sorts[value] }))}
        onChange={(event) => change({ ...search, sort: event.currentTarget.value as Sort })}
      />
      <Button variant="default" onClick={chooseColumns}>
        {work.columns}
      </Button>
      {may('findings:export') && <Export search={search} size={size} />}
      <span className="push" />
      {may('findings:judge') && <Button onClick={takeNext}>{work.takeNext}</Button>}
    </div>
  )
}

interface SearchFieldProps {
  field: RefObject<HTMLInputElement | null>
  value: string
  go: (q: string) => void
}

function SearchField({ field, value, go }: SearchFieldProps) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    go(text.trim())
    field.current?.blur()
  }
  return (
    <form className="search" role="search" onSubmit={submit}>
      <TextInput
        ref={field}
        type="search"
        aria-label={work.search}
        placeholder={work.searchHint}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && field.current?.blur()}
      />
    </form>
  )
}

/** Filters that are in force, each with a button that takes it away. */
export function Applied({ search, change }: Pick<Props, 'search' | 'change'>) {
  const filters = Object.entries(filterOf(search)).filter(([name]) => name !== 'q')
  if (filters.length === 0) return null
  return (
    <div>
      <span className="muted">{work.applied}</span>
      {filters.map(([name, value]) => (
        <button
          key={name}
          type="button"
          className="chip"
          aria-label={work.removeFilter(name, String(value))}
          onClick={() => change({ ...search, [name]: undefined })}
        >
          {nameOf(name)}: {String(value)} <span aria-hidden>×</span>
        </button>
      ))}
      <button type="button" className="chip" onClick={() => change({ queue: search.queue, sort: search.sort })}>
        {work.clear}
      </button>
    </div>
  )
}

const nameOf = (name: string): string => ({ ...work.filter, ...work.facet })[name as keyof typeof work.facet] ?? name
