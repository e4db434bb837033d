/** Between which bounds a share lies. */
export interface Interval {
  low: number
  high: number
}

/** How often persons agreed with what a rule found. */
export interface Precision {
  /** Findings whose last verdict is an agreement. */
  agreed: number
  /** Findings whose last verdict says that the rule is wrong or the evidence was misread. */
  disagreed: number
  /** agreed / (agreed + disagreed); null without a verdict. */
  estimate: number | null
  /** Wilson's interval of 95 %; null without a verdict. */
  interval: Interval | null
  /** Even the upper bound is below one half, by 20 verdicts or more. */
  isNoisy: boolean
}

/** Of the standard normal distribution, for an interval of 95 %. */
const Z = 1.959964
const NOISY = { below: 0.5, verdicts: 20 }

/**
 * Wilson's score interval of 95 % holds for few trials and for shares near 0 and 1, where the normal one does not
 * (doi:10.2307/2276774). Null where nothing was tried.
 */
export function wilsonInterval(successes: number, trials: number): Interval | null {
  if (trials === 0) return null
  const share = successes / trials
  const scale = 1 + Z ** 2 / trials
  const middle = (share + Z ** 2 / (2 * trials)) / scale
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2))
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

export function precisionOf({ agreed, disagreed }: Pick<Precision, 'agreed' | 'disagreed'>): Precision {
  const verdicts = agreed + disagreed
  const interval = wilsonInterval(agreed, verdicts)
  const isNoisy = interval !== null && verdicts >= NOISY.verdicts && interval.high < NOISY.below
  return { agreed, disagreed, estimate: interval === null ? null : agreed / verdicts, interval, isNoisy }
}
