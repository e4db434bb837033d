import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { WorkCounts } from '../../api/types.ts'
import { Message } from '../../parts/states.tsx'
import { texts } from '../../texts/texts.ts'
import { QUEUES, filterOf } from './search.ts'
import type { WorkSearch } from './search.ts'
import { sizeOf } from './side.tsx'

const { work } = texts

interface Props {
  search: WorkSearch
  counts: WorkCounts | undefined
  clear: () => void
}

/** Why the list is empty, and where something waits. */
export function EmptyList({ search, counts, clear }: Props) {
  const isFiltered = Object.keys(filterOf(search)).length > 0
  const current = search.queue ?? 'all'
  const others = QUEUES.filter((queue) => queue !== current && (counts?.queues[queue]?.count ?? 0) > 0)
  return (
    <Message
      title={work.empty.title}
      act={
        isFiltered && (
          <Button variant="default" onClick={clear}>
            {work.clear}
          </Button>
        )
      }
    >
      {isFiltered ? work.empty.filtered : current === 'all' ? work.empty.all : work.queueHelp[current as 'all']}{' '}
      {others.map((queue) => (
        <Link key={queue} to="/work" search={{ ...filterOf(search), queue }}>
          {work.empty.other(sizeOf(counts?.queues[queue]), work.queues[queue])}{' '}
        </Link>
      ))}
    </Message>
  )
}
