import { isTab } from './tab-names.ts'
import type { Tab } from './tab-names.ts'

export interface ClaimSearch {
  /** The finding that is open. */
  finding?: string | undefined
  tab?: Tab | undefined
  /** Versions that are compared: `2`, or `2.1` with a revision. */
  a?: string | undefined
  b?: string | undefined
}

const isVersion = (text: unknown): text is string => typeof text === 'string' && /^\d+(\.\d+)?$/.test(text)

export const readClaimSearch = ({ finding, tab, a, b }: Record<string, unknown>): ClaimSearch => ({
  ...(typeof finding === 'string' && { finding }),
  ...(isTab(tab) && { tab }),
  ...(isVersion(a) && { a }),
  ...(isVersion(b) && { b }),
})
