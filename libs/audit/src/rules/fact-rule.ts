import type { Rule } from '@claims-audit/contracts'
import type { Site } from '../record/regions.js'

export type When = NonNullable<Rule['when']>
export type FactRule = Rule & { when: When }
export const isFactRule = (rule: Rule): rule is FactRule => rule.when !== undefined

/**
 * A billed code that a rule looks at, with the site its title names; no code where the rule is about the claim as a
 * whole.
 */
export interface Subject {
  code?: string
  title: string
  site: Site | undefined
  /** The other billed codes by which the rule is raised. */
  beside: string[]
}
