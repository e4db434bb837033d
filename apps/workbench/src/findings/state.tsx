import type { ShownState } from '../api/types.ts'
import { texts } from '../texts/texts.ts'

const TONES: Partial<Record<ShownState, string>> = { agreed: 'good', disagreed: 'error', open: '' }

/** Where work on a finding stands. */
export const State = ({ state }: { state: ShownState }) => (
  <span className={`tag ${TONES[state] ?? 'accent'}`}>{texts.findings.states[state]}</span>
)
