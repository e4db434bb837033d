import { Button, CloseButton } from '@mantine/core'
import type { WorkItem } from '../../api/types.ts'
import { ActBar } from '../../findings/act-bar.tsx'
import type { BarAct } from '../../findings/act-bar.tsx'
import { FindingDetail } from '../../findings/finding-detail.tsx'
import { State } from '../../findings/state.tsx'
import { texts } from '../../texts/texts.ts'

const { findings, work } = texts

interface Props {
  item: WorkItem
  close: () => void
  open: (item: WorkItem) => void
  act: (act: BarAct['act']) => void
}

/** The finding under the cursor, beside the list. */
export const Peek = ({ item, close, open, act }: Props) => (
  <aside className="peek" aria-label={findings.detail.region}>
    <div className="row-of peek-head">
      <strong>{item.claimId}</strong>
      <State state={item.state} />
      <Button size="compact-xs" variant="default" onClick={() => open(item)}>
        {findings.detail.open}
      </Button>
      <CloseButton size="sm" aria-label={work.close} onClick={close} />
    </div>
    <FindingDetail finding={item} act={<ActBar state={item.state} mayAsk={item.query !== null} go={act} />} />
  </aside>
)
