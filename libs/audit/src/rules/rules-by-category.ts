import type { Rule } from '@claims-audit/contracts'

/** Every ICD-10 code begins with its category. */
const CATEGORY = 3

/**
 * The rules that can have something to say of a claim with these codes, in their order: most look at the codes of one category, and most claims have none of
 * it. Made once for a rule set.
 */
export function indexByCategory(rules: Rule[]): (codes: readonly string[]) => Rule[] {
  const always: number[] = []
  const byCategory = new Map<string, number[]>()
  rules.forEach((rule, at) => {
    const categories = categoriesOf(rule)
    if (categories === undefined) always.push(at)
    for (const category of categories ?? []) byCategory.set(category, [...(byCategory.get(category) ?? []), at])
  })
  return (codes) => {
    const concerned = new Set([...always, ...codes.flatMap((code) => byCategory.get(code.slice(0, CATEGORY)) ?? [])])
    return rules.filter((_, at) => concerned.has(at))
  }
}

/** Undefined where the rule asks for no code, or for more than a category. */
function categoriesOf({ when }: Rule): Set<string> | undefined {
  const asked = when?.billed?.map((pattern) => pattern.replaceAll(/[.-]/g, ''))
  return asked === undefined || asked.some((code) => code.length < CATEGORY)
    ? undefined
    : new Set(asked.map((code) => code.slice(0, CATEGORY)))
}
