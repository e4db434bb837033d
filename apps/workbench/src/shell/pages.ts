import type { ActId } from '../keys/acts.ts'
import { texts } from '../texts/texts.ts'

const { nav } = texts.shell

/** The pages of the bar, each with the right without which it is not shown. */
export const PAGES = [
  { path: '/work', label: nav.work, needs: 'findings:read', key: 'go.worklist' },
  { path: '/queries', label: nav.queries, needs: 'findings:read', key: 'go.queries' },
  { path: '/samples', label: nav.samples, needs: 'findings:judge', key: 'go.samples' },
  { path: '/rules', label: nav.rules, needs: 'findings:read', key: 'go.rules' },
  { path: '/analytics', label: nav.analytics, needs: 'findings:read', key: 'go.analytics' },
  { path: '/runs', label: nav.runs, needs: 'runs:read', key: 'go.runs' },
  { path: '/pipeline', label: nav.pipeline, needs: 'runs:read', key: 'go.pipeline' },
  { path: '/quarantine', label: nav.quarantine, needs: 'quarantine:read', key: 'go.quarantine' },
  { path: '/access-log', label: nav.accessLog, needs: 'access-log:read', key: 'go.access-log' },
  { path: '/retention', label: nav.retention, needs: 'retention:read', key: 'go.retention' },
  { path: '/settings', label: nav.settings, needs: 'settings:write', key: 'go.settings' },
] as const satisfies readonly { path: string; label: string; needs: string; key: ActId }[]
