import { keyName } from '../../../keys/key-map-dialog.tsx'
import { keyOf } from '../../../keys/key-map.ts'
import { useKeyboard } from '../../../keys/keyboard.tsx'
import { texts } from '../../../texts/texts.ts'
import { MEANT } from './marks.ts'

const { documents: words } = texts.claim

/** What each kind of mark means, which one is looked at, and the keys that go on. */
export function Legend({ at, of }: { at: number; of: number }) {
  const { remapped } = useKeyboard()
  const key = (act: 'doc.next' | 'doc.previous'): string => keyName(keyOf(act, remapped))
  return (
    <div className="legend">
      {MEANT.map((meant) => (
        <mark key={meant} className={meant}>
          {words.meant[meant]}
        </mark>
      ))}
      <mark className="cited is-cited">{words.meant.cited}</mark>
      <span className="spacer" />
      <span className="muted place">
        <span role="status">{words.place(at + 1, of)}</span> <kbd>{key('doc.previous')}</kbd>{' '}
        <kbd>{key('doc.next')}</kbd>
      </span>
    </div>
  )
}
