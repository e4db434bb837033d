import { Button } from '@mantine/core'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { texts } from '../texts/texts.ts'

type Pages = Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>

/** The next page of a list, where there is one. */
export function ShowMore({ pages }: { pages: Pages }) {
  if (!pages.hasNextPage) return undefined
  return (
    <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
      {texts.shell.more}
    </Button>
  )
}
