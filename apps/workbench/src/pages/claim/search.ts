import { isTab } from './tab-names.ts'
import type { Tab } from './tab-names.ts'

export interface ClaimSearch {
  /** The finding that is open. */
  finding?: string | undefined
  tab?: Tab | undefined
}

export const readClaimSearch = ({ finding, tab }: Record<string, unknown>): ClaimSearch => ({
  ...(typeof finding === 'string' && { finding }),
  ...(isTab(tab) && { tab }),
})
