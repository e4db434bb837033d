import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { memo, useState } from 'react'
import type { WorkCounts } from '../../api/types.ts'
import { counted } from '../../parts/format.ts'
import { texts } from '../../texts/texts.ts'
import { QUEUES, filterOf } from './search.ts'
import type { WorkSearch } from './search.ts'
import { Views } from './views.tsx'

const { work, findings } = texts

type Facets = NonNullable<WorkCounts['facets']>
const FACETS = ['severity', 'rule', 'facility'] as const

interface Props {
  search: WorkSearch
  counts: WorkCounts | undefined
}

/** Queues with their sizes, saved views, and what the list can be narrowed by. */
export const Side = memo(({ search, counts }: Props) => (
  <div className="side">
    <nav aria-label={work.queuesLabel}>
      <h2>{work.queuesLabel}</h2>
      {QUEUES.map((queue) => (
        <Link
          key={queue}
          to="/work"
          search={{ ...filterOf(search), ...layoutOf(search), queue }}
          className="side-item"
          aria-current={(search.queue ?? 'all') === queue}
          title={work.queueHelp[queue]}
        >
          <span className="name">{work.queues[queue]}</span>
          <span className="number">{sizeOf(counts?.queues[queue])}</span>
        </Link>
      ))}
    </nav>
    <Views search={search} />
    <section aria-label={work.facetsLabel}>
      {counts?.facets ? (
        FACETS.map((name) => <FacetList key={name} name={name} facet={counts.facets?.[name]} search={search} />)
      ) : (
        <p className="muted">{work.noFacets}</p>
      )}
    </section>
  </div>
))

const layoutOf = ({ cols, dense, sort }: WorkSearch): WorkSearch => ({
  ...(cols !== undefined && { cols }),
  ...(dense !== undefined && { dense }),
  ...(sort !== undefined && { sort }),
})

export const sizeOf = (size: { count: number; isExact: boolean } | undefined): string =>
  size === undefined ? '' : size.isExact ? counted(size.count) : work.atLeast(counted(size.count))

const SHOWN = 8

interface FacetProps {
  name: (typeof FACETS)[number]
  facet: Facets['rule']
  search: WorkSearch
}

function FacetList({ name, facet = [], search }: FacetProps) {
  const [isWhole, setWhole] = useState(false)
  const chosen = search[name]
  const { at: _, ...rest } = search
  const shown = facet.filter(({ value }, place) => isWhole || place < SHOWN || value === chosen)
  return (
    <div role="group" aria-label={work.facet[name]}>
      <h2>{work.facet[name]}</h2>
      {shown.map(({ value, count }) => (
        <Link
          key={value}
          to="/work"
          search={{ ...rest, [name]: value === chosen ? undefined : value }}
          className="side-item"
          aria-current={value === chosen}
          title={value}
        >
          <span className="name">{name === 'severity' ? findings.severity[value as 'error'] : value}</span>
          <span className="number">{counted(count)}</span>
        </Link>
      ))}
      {facet.length > SHOWN && (
        <Button size="compact-xs" variant="subtle" onClick={() => setWhole(!isWhole)}>
          {isWhole ? work.fewer : work.more(facet.length - SHOWN)}
        </Button>
      )}
    </div>
  )
}
