/** How often persons agreed with what a rule found. */
export interface Precision {
  /** Findings whose last verdict is an agreement. */
  agreed: number
  /** Findings whose last verdict says that the rule is wrong or the evidence was misread. */
  disagreed: number
  /** agreed / (agreed + disagreed); null without a verdict. */
  estimate: number | null
  /** Wilson's interval of 95 %; null without a verdict. */
  interval: { low: number; high: number } | null
  /** Even the upper bound is below one half, by 20 verdicts or more. */
  isNoisy: boolean
}

/** Of the standard normal distribution, for an interval of 95 %. */
const Z = 1.959964
const NOISY = { below: 0.5, verdicts: 20 }

/** Wilson's score interval holds for few verdicts and for shares near 0 and 1, where the normal one does not (doi:10.2307/2276774). */
export function precisionOf({ agreed, disagreed }: Pick<Precision, 'agreed' | 'disagreed'>): Precision {
  const verdicts = agreed + disagreed
  if (verdicts === 0) return { agreed, disagreed, estimate: null, interval: null, isNoisy: false }
  const estimate = agreed / verdicts
  const scale = 1 + Z ** 2 / verdicts
  const middle = (estimate + Z ** 2 / (2 * verdicts)) / scale
  const half = (Z / scale) * Math.sqrt((estimate * (1 - estimate)) / verdicts + Z ** 2 / (4 * verdicts ** 2))
  const interval = { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
  const isNoisy = verdicts >= NOISY.verdicts && interval.high < NOISY.below
  return { agreed, disagreed, estimate, interval, isNoisy }
}
