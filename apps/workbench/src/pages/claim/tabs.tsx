import { keyName } from '../../keys/key-map-dialog.tsx'
import { keyOf } from '../../keys/key-map.ts'
import { useKeyboard } from '../../keys/keyboard.tsx'
import { texts } from '../../texts/texts.ts'
import { TABS } from './tab-names.ts'
import type { Tab } from './tab-names.ts'

const { tabs } = texts.claim

interface Props {
  tab: Tab
  show: (tab: Tab) => void
  corrections: number
  documents: number
  versions: number
}

/** What is shown at the right, each with its key. */
export function Tabs({ tab, show, corrections, documents, versions }: Props) {
  const { remapped } = useKeyboard()
  const counts: Partial<Record<Tab, number>> = { corrections, documents, versions }
  return (
    <div className="tabs" role="tablist" aria-label={tabs.label}>
      {TABS.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === tab}
          {...(name === tab && { 'aria-controls': `panel-${name}` })}
          onClick={() => show(name)}
        >
          {tabs[name]}
          {counts[name] !== undefined && <span className="muted"> {counts[name]}</span>}
          <kbd aria-hidden>{keyName(keyOf(`claim.${name}`, remapped))}</kbd>
        </button>
      ))}
    </div>
  )
}
