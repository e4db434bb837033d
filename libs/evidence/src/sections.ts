import type { ContextWords, SectionChange } from './lexicon.js'

/** A stretch of the text under a heading that changes what is said in it. */
export interface Section {
  start: number
  end: number
  change: SectionChange
}

/** A line's beginning up to a colon, or a short line of its own. */
const HEADING = /^[ \t]*([A-Za-z][A-Za-z /&-]{1,40})(:|[ \t]*$)/gm

/** The sections that matter: from their heading to the next heading, or to an empty line. A line without a colon is a heading only where it is a known one. */
export function openSections(headings: ContextWords['sections']): (text: string) => Section[] {
  const changes = new Map(Object.entries(headings).flatMap(([change, names]) => names.map((name) => [name, change as SectionChange] as const)))
  const changeOf = (written: string): SectionChange | undefined => changes.get(written.trim().toLowerCase())
  return (text) => {
    const found = [...text.matchAll(HEADING)].filter(([, name = '', mark]) => mark === ':' || changes.has(name.trim().toLowerCase()))
    return found.flatMap((match, at) => {
      const change = changeOf(match[1] ?? '')
      if (change === undefined) return []
      const following = found[at + 1]?.index ?? text.length
      const blank = text.slice(match.index, following).search(/\n[ \t]*\n/)
      return [{ start: match.index, end: blank === -1 ? following : match.index + blank, change }]
    })
  }
}
