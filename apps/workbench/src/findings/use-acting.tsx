import { useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { keyName } from '../keys/key-map-dialog.tsx'
import { keyOf } from '../keys/key-map.ts'
import { useKeyboard, useKeys } from '../keys/keyboard.tsx'
import type { ActId } from '../keys/acts.ts'
import { useTell } from '../parts/notices.tsx'
import { useMay } from '../shell/session.tsx'
import { texts } from '../texts/texts.ts'
import { BAR } from './act-bar.tsx'
import type { BarAct } from './act-bar.tsx'
import { ActDialog, isAsked } from './act-dialog.tsx'
import { MOVE_NOTHING, refusalOf, saidOf, useJudge } from './judge.ts'
import type { Judged, Said, Verdict } from './judge.ts'

const words = texts.findings

interface Options {
  /** The finding that keys act on, and whether its rule asks a provider; undefined where no finding is chosen. */
  finding: (Judged & { asks: boolean }) | undefined
  query: (finding: Judged) => void
  /** After a decision: the next one. */
  next: (act: Verdict) => void
}

/** Acts on one finding, by button and by key, with the dialog that some of them ask with. */
export function useActing({ finding, query, next }: Options): { go: (act: BarAct['act']) => void; dialog: ReactNode } {
  const [asked, setAsked] = useState<{ act: Verdict; finding: Judged }>()
  const judge = useJudge()
  const tell = useTell()
  const may = useMay()
  const { remapped } = useKeyboard()
  // A decision goes on to the next finding: undoing by key means the one that was decided.
  const last = useRef<{ finding: Judged; done: Promise<unknown> }>(undefined)
  // What was written with an act that was refused, by finding: it is there again in the next dialog.
  const drafts = useRef(new Map<string, string>())
  const act = (of: Judged, what: Verdict, said: Said = {}): void => {
    setAsked(undefined)
    const done = judge(of, what, said)
    if (!MOVE_NOTHING.includes(what)) last.current = { finding: of, done }
    done.then(
      (answer) => {
        drafts.current.delete(of.findingId)
        tell(saidOf(what, answer, keyName(keyOf('finding.undo', remapped))))
      },
      (error: unknown) => {
        if (said.note !== undefined) drafts.current.set(of.findingId, said.note)
        if (last.current?.done === done) last.current = undefined
        tell(words.notDone(of.claimId, refusalOf(error)), { isProblem: true })
      },
    )
    if (what !== 'comment' && what !== 'undo') next(what)
  }
  const go = (what: BarAct['act']): void => {
    if (finding === undefined) return tell(words.none)
    if (what === 'query') return finding.asks ? query(finding) : tell(words.asksNothing)
    if (isAsked(what)) return setAsked({ act: what, finding })
    act(finding, what)
  }
  const byKey = (key: ActId): void => {
    if (key === 'finding.undo' && last.current !== undefined) {
      const { finding: decided, done } = last.current
      last.current = undefined
      // Of what is refused there is nothing to undo, and the act before it is not meant.
      return void done.then(() => act(decided, 'undo')).catch(() => undefined)
    }
    const possible = BAR.filter((each) => each.key === key && may(each.needs))
    const fitting = possible.find(({ where }) => finding !== undefined && where(finding.state)) ?? possible[0]
    if (fitting !== undefined) go(fitting.act)
  }
  const keys = [...new Set(BAR.filter(({ needs }) => may(needs)).map(({ key }) => key))]
  useKeys(Object.fromEntries(keys.map((key) => [key, () => byKey(key)])))
  const dialog = asked && (
    <ActDialog
      act={asked.act}
      about={asked.finding.message}
      draft={drafts.current.get(asked.finding.findingId)}
      close={() => setAsked(undefined)}
      go={(said) => act(asked.finding, asked.act, said)}
    />
  )
  return { go, dialog }
}
