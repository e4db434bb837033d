import { Button } from '@mantine/core'
import { keyName } from '../keys/key-map-dialog.tsx'
import { keyOf } from '../keys/key-map.ts'
import { useKeyboard } from '../keys/keyboard.tsx'
import type { ActId } from '../keys/acts.ts'
import type { ShownState } from '../api/types.ts'
import { useMay } from '../shell/session.tsx'
import { texts } from '../texts/texts.ts'
import type { Verdict } from './judge.ts'

const names = texts.findings.act

/**
 * An act of the bar: what it takes, its key, and in which state it is shown. Whether it is possible, the api decides.
 */
export interface BarAct {
  act: Verdict | 'query'
  key: ActId
  needs: string
  where: (state: ShownState) => boolean
}

const isWaiting = (state: ShownState): boolean => state === 'second-review'
const isHidden = (state: ShownState): boolean => state === 'hidden'
const isOpen = (state: ShownState): boolean => !['second-review', 'agreed', 'disagreed', 'hidden'].includes(state)

export const BAR: readonly BarAct[] = [
  { act: 'agree', key: 'finding.agree', needs: 'findings:judge', where: isOpen },
  { act: 'second-agree', key: 'finding.agree', needs: 'findings:lead', where: isWaiting },
  { act: 'second-overturn', key: 'review.overturn', needs: 'findings:lead', where: isWaiting },
  { act: 'second-return', key: 'review.return', needs: 'findings:lead', where: isWaiting },
  { act: 'blind-agree', key: 'finding.agree', needs: 'findings:judge', where: isHidden },
  { act: 'blind-disagree', key: 'finding.disagree', needs: 'findings:judge', where: isHidden },
  { act: 'disagree', key: 'finding.disagree', needs: 'findings:judge', where: isOpen },
  { act: 'query', key: 'finding.query', needs: 'queries:write', where: isOpen },
  { act: 'defer', key: 'finding.defer', needs: 'findings:judge', where: isOpen },
  { act: 'rebut', key: 'finding.rebut', needs: 'findings:rebut', where: (state) => state === 'agreed' },
  { act: 'comment', key: 'finding.comment', needs: 'findings:judge', where: (state) => !isHidden(state) },
  { act: 'undo', key: 'finding.undo', needs: 'findings:judge', where: (state) => state !== 'open' && !isHidden(state) },
]

interface Props {
  state: ShownState
  /** Whether the finding's rule has words for a query. */
  mayAsk: boolean
  go: (act: BarAct['act']) => void
}

/** Buttons of the acts that a person may do to a finding in its state, each with its key. */
export function ActBar({ state, mayAsk, go }: Props) {
  const may = useMay()
  const { remapped, isOn } = useKeyboard()
  return (
    <div className="row-of act-bar">
      {BAR.filter(({ act, needs, where }) => may(needs) && where(state) && (act !== 'query' || mayAsk)).map(
        ({ act, key }, at) => (
          <Button key={act} size="compact-sm" {...(at > 0 && { variant: 'default' })} onClick={() => go(act)}>
            {names[act]}
            {isOn && <kbd aria-hidden>{keyName(keyOf(key, remapped))}</kbd>}
          </Button>
        ),
      )}
    </div>
  )
}
