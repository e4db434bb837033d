import type { ContextWords } from './lexicon.js'

/** A stretch of the text under a heading that changes what is said in it. */
export interface Section {
  start: number
  end: number
  change: 'other' | 'historical'
}

const HEADING = /^[ \t]*([A-Za-z][A-Za-z /&]{1,40}):/gm

/** The sections that matter: from their heading to the next heading, or to an empty line. */
export function sectionsOf(text: string, headings: ContextWords['sections']): Section[] {
  const found = [...text.matchAll(HEADING)]
  return found.flatMap((match, at) => {
    const change = changeOf((match[1] ?? '').trim().toLowerCase(), headings)
    if (change === undefined) return []
    const following = found[at + 1]?.index ?? text.length
    const blank = text.slice(match.index, following).indexOf('\n\n')
    return [{ start: match.index, end: blank === -1 ? following : match.index + blank, change }]
  })
}

function changeOf(heading: string, headings: ContextWords['sections']): Section['change'] | undefined {
  if (headings.other.includes(heading)) return 'other'
  return headings.historical.includes(heading) ? 'historical' : undefined
}
