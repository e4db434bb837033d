/** A code pattern as the tabular writes it: `M43.02`, or `M43.0-` for a code and all below it. */
export function matchesAny(code: string, patterns: string[]): boolean {
  return patterns.some((pattern) => matches(code, pattern))
}

/** What the dash of a pattern stands for in a code: M47.81- holds M47.812 with `2`; nothing for a pattern without one, undefined where it does not match. */
export function restOf(code: string, pattern: string): string | undefined {
  return matches(code, pattern) ? code.slice(pattern.replace(/[.-]/g, '').length) : undefined
}

/** The code is undotted; the pattern is dotted. */
function matches(code: string, pattern: string): boolean {
  const bare = pattern.replace('.', '')
  return bare.endsWith('-') ? code.startsWith(bare.slice(0, -1)) : code === bare
}

/** Fills `{name}` places; a name without a value stays visible, so that a misspelt one shows in the rule's cases. */
export function fill(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place)
}
