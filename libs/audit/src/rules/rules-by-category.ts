import type { Rule } from '@claims-audit/contracts'

/** Every ICD-10 code begins with its category. */
const CATEGORY = 3
/** How many combinations of categories are remembered. */
const REMEMBERED = 10_000

/**
 * The rules that can have something to say of a claim with these codes, in their order: most look at the codes of one
 * category, and most claims have none of it; and many ask the record, of which most claims have none. Made once for a
 * rule set.
 */
export function indexByCategory(rules: Rule[]): RuleIndex {
  const ofAll = byCategory(rules)
  const withoutRecord = byCategory(rules.filter((rule) => !needsRecord(rule)))
  return (codes, documented) => (documented ? ofAll : withoutRecord)(codes)
}

/** `documented`: whether anything came that says more than codes. */
export type RuleIndex = (codes: readonly string[], documented: boolean) => Rule[]

/** Whether a rule is raised only by what a record says. */
const needsRecord = ({ when }: Rule): boolean => when?.affirmed !== undefined || when?.documented === true

function byCategory(rules: Rule[]): (codes: readonly string[]) => Rule[] {
  const always: number[] = []
  const atCategory = new Map<string, number[]>()
  rules.forEach((rule, at) => {
    const categories = categoriesOf(rule)
    if (categories === undefined) always.push(at)
    for (const category of categories ?? []) atCategory.set(category, [...(atCategory.get(category) ?? []), at])
  })
  return remembered((categories) => {
    const concerned = new Set([...always, ...categories.flatMap((category) => atCategory.get(category) ?? [])])
    return rules.filter((_, at) => concerned.has(at))
  }, atCategory)
}

/** Claims have few of the categories that rules ask for, and in few combinations. */
function remembered(
  rulesOf: (categories: string[]) => Rule[],
  asked: ReadonlyMap<string, unknown>,
): (codes: readonly string[]) => Rule[] {
  const known = new Map<string, Rule[]>()
  return (codes) => {
    const categories = codes.map((code) => code.slice(0, CATEGORY)).filter((category) => asked.has(category))
    const key = categories.join()
    const held = known.get(key)
    if (held !== undefined) return held
    const rules = rulesOf(categories)
    if (known.size === REMEMBERED) known.clear()
    known.set(key, rules)
    return rules
  }
}

/** Undefined where the rule asks for no code, or for more than a category. */
function categoriesOf({ when }: Rule): Set<string> | undefined {
  const asked = when?.billed?.map((pattern) => pattern.replaceAll(/[.-]/g, ''))
  return asked === undefined || asked.some((code) => code.length < CATEGORY)
    ? undefined
    : new Set(asked.map((code) => code.slice(0, CATEGORY)))
}
