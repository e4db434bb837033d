import { columns } from './table.js'
import type { Table } from './table.js'

/** A version of a saved view of the worklist. */
export interface SavedView {
  tenant: string
  viewId: string
  version: number
  scope: 'mine' | 'team' | 'standard'
  name: string
  /** Parameters of the worklist. */
  query: string
  columns: readonly string[]
  /** Who made its first version. */
  owner: string
  /** Who made this version. */
  person: string
  removed: boolean
}

/** Insert-only: the last version of a view counts. */
export const SAVED_VIEW: Table<SavedView> = {
  name: 'saved_view',
  columns: columns<SavedView>({
    tenant: ['text', ({ tenant }) => tenant],
    view_id: ['uuid', ({ viewId }) => viewId],
    version: ['int', ({ version }) => version],
    scope: ['text', ({ scope }) => scope],
    name: ['text', ({ name }) => name],
    query: ['text', ({ query }) => query],
    columns: ['text', (view) => JSON.stringify(view.columns)],
    owner: ['text', ({ owner }) => owner],
    person: ['text', ({ person }) => person],
    removed: ['bool', ({ removed }) => (removed ? 1 : 0)],
  }),
}
