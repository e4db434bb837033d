/** A code pattern as the tabular writes it: `M43.02`, or `M43.0-` for a code and all below it. */
export function matchesAny(code: string, patterns: string[]): boolean {
  return patterns.some((pattern) => matches(code, pattern))
}

/**
 * What the dash of a pattern stands for in a code: M47.81- holds M47.812 with `2`; nothing for a pattern without one,
 * undefined where it does not match.
 */
export function restOf(code: string, pattern: string): string | undefined {
  return matches(code, pattern) ? code.slice(pattern.replace(/[.-]/g, '').length) : undefined
}

const [DOT, DASH] = ['.', '-'].map((sign) => sign.charCodeAt(0)) as [number, number]

/**
 * The code is undotted; the pattern is dotted. Every rule asks this of every code, so nothing is made for the answer.
 */
function matches(code: string, pattern: string): boolean {
  let at = 0
  for (let i = 0; i < pattern.length; i++) {
    const sign = pattern.charCodeAt(i)
    if (sign === DOT) continue
    if (sign === DASH && i === pattern.length - 1) return true
    if (code.charCodeAt(at) !== sign) return false
    at += 1
  }
  return at === code.length
}

/** A place in a rule's words or patterns that is filled from what was found. */
export const PLACE = /\{(\w+)\}/g

/** Fills `{name}` places; a name without a value stays visible. */
export function fill(template: string, values: Record<string, string>): string {
  // Most have no place, and every claim is asked.
  if (!template.includes('{')) return template
  return template.replace(PLACE, (place, name: string) => values[name] ?? place)
}
