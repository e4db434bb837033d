import type { ActId } from './acts.ts'

/** The acts whose words hold each word that is typed; those whose words begin with what is typed come first. */
export function fitting(acts: readonly ActId[], typed: string, wordsOf: (act: ActId) => string): ActId[] {
  const wanted = typed.trim().toLowerCase()
  const words = wanted.split(/\s+/)
  const found = acts.filter((act) => words.every((word) => wordsOf(act).toLowerCase().includes(word)))
  const begins = (act: ActId): boolean => wordsOf(act).toLowerCase().startsWith(wanted)
  return [...found.filter(begins), ...found.filter((act) => !begins(act))]
}

/** What is typed as an ICD-10-CM code, with its dot; undefined where it cannot be one. */
export function codeIn(typed: string): string | undefined {
  const code = typed.trim().toUpperCase().replace('.', '')
  if (!/^[A-Z]\d[0-9A-Z]{1,5}$/.test(code)) return undefined
  return code.length > 3 ? `${code.slice(0, 3)}.${code.slice(3)}` : code
}
