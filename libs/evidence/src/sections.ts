import type { ContextWords, SectionChange } from './lexicon.js'

/** A stretch of the text under a heading that changes what is said in it. */
export interface Section {
  start: number
  end: number
  change: SectionChange
}

/** A line's beginning, or a sentence's, up to a colon; or a short line of its own. */
const HEADING = /(?:^[ \t]*|[.;][ \t]+(?=[A-Z]))([A-Za-z][A-Za-z0-9 /&()'-]{0,40})(:|[ \t]*$)/gm

/** The sections that matter: from their heading to the next heading, or to an empty line. A line without a colon is a heading only where it is a known one. */
export function openSections(headings: ContextWords['sections']): (text: string) => Section[] {
  const changes = new Map(Object.entries(headings).flatMap(([change, names]) => names.map((name) => [name, change as SectionChange] as const)))
  /** A heading by its name, or by a name that it goes on from: "call your doctor if you have". */
  function changeOf(written: string): SectionChange | undefined {
    const words = written.trim().toLowerCase().split(' ')
    for (let many = words.length; many > 0; many--) {
      const change = changes.get(words.slice(0, many).join(' '))
      if (change !== undefined && (many === words.length || change === 'hypothetical')) return change
    }
    return undefined
  }

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
