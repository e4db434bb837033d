import type { WorkState } from '../api/types.ts'
import { texts } from '../texts/texts.ts'

const TONES: Partial<Record<WorkState, string>> = { agreed: 'good', disagreed: 'error', open: '' }

/** Where work on a finding stands. */
export const State = ({ state }: { state: WorkState }) => (
  <span className={`tag ${TONES[state] ?? 'accent'}`}>{texts.findings.states[state]}</span>
)
