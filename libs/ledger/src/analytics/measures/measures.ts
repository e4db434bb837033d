import { DIMENSIONS } from '../measure.js'
import type { Dimension, Measure } from '../measure.js'
import { CODING_MEASURES } from './coding.js'
import { CORRECTION_MEASURES } from './corrections.js'
import { FINDING_MEASURES } from './findings.js'
import { QUERY_MEASURES } from './queries.js'
import { VERDICT_MEASURES } from './verdicts.js'

/** All that analytics tell, in the order in which a page has them. */
export const MEASURES: readonly Measure[] = [
  ...FINDING_MEASURES,
  ...CORRECTION_MEASURES,
  ...VERDICT_MEASURES,
  ...QUERY_MEASURES,
  ...CODING_MEASURES,
]

export const measureOf = (id: string): Measure | undefined => MEASURES.find((measure) => measure.id === id)

export const isDimension = (name: string): name is Dimension => Object.hasOwn(DIMENSIONS, name)
