/** Every act that has a key, and where. `g w` is one key after the other; `while typing` reaches also from a field. */
export const ACTS = {
  'help.keys': { scope: 'global', key: '?' },
  'help.palette': { scope: 'global', key: ':' },
  'go.worklist': { scope: 'global', key: 'g w' },
  'go.queries': { scope: 'global', key: 'g q' },
  'go.rules': { scope: 'global', key: 'g u' },
  'go.analytics': { scope: 'global', key: 'g a' },
  'go.samples': { scope: 'global', key: 'g b' },
  'go.retention': { scope: 'global', key: 'g t' },
  'go.runs': { scope: 'global', key: 'g r' },
  'go.pipeline': { scope: 'global', key: 'g h' },
  'go.quarantine': { scope: 'global', key: 'g e' },
  'go.access-log': { scope: 'global', key: 'g l' },
  'go.settings': { scope: 'global', key: ',' },
  'page.search': { scope: 'global', key: '/' },
  'page.refresh': { scope: 'global', key: '.' },
  'page.back': { scope: 'global', key: 'Escape' },

  'list.next': { scope: 'list', key: 'j' },
  'list.previous': { scope: 'list', key: 'k' },
  'list.open': { scope: 'list', key: 'Enter' },
  'list.peek': { scope: 'list', key: ' ' },
  'list.select': { scope: 'list', key: 'x' },
  'list.select-next': { scope: 'list', key: 'J' },
  'list.select-previous': { scope: 'list', key: 'K' },
  'list.select-page': { scope: 'list', key: '*' },
  'list.select-all': { scope: 'worklist', key: 'A' },
  'list.first': { scope: 'list', key: 'Home' },
  'list.last': { scope: 'list', key: 'End' },

  'work.take-next': { scope: 'worklist', key: 't' },
  'work.filters': { scope: 'worklist', key: 'f' },
  'work.sort': { scope: 'worklist', key: 's' },
  'work.columns': { scope: 'worklist', key: 'l' },

  'finding.agree': { scope: 'finding', key: 'a' },
  'finding.disagree': { scope: 'finding', key: 'd' },
  'finding.query': { scope: 'finding', key: 'q' },
  'finding.defer': { scope: 'finding', key: 'r' },
  'finding.undo': { scope: 'finding', key: 'u' },
  'finding.comment': { scope: 'finding', key: 'c' },
  'finding.rebut': { scope: 'finding', key: 'e' },
  'review.overturn': { scope: 'finding', key: 'o' },
  'review.return': { scope: 'finding', key: 'b' },

  'claim.documents': { scope: 'claim', key: '1' },
  'claim.what-if': { scope: 'claim', key: '2' },
  'claim.history': { scope: 'claim', key: '3' },
  'claim.corrections': { scope: 'claim', key: '4' },
  'claim.versions': { scope: 'claim', key: 'v' },
  'versions.older': { scope: 'claim', key: '<' },
  'versions.newer': { scope: 'claim', key: '>' },
  'doc.next': { scope: 'claim', key: 'n' },
  'doc.previous': { scope: 'claim', key: 'p' },
  'doc.next-cited': { scope: 'claim', key: 'N' },
  'doc.previous-cited': { scope: 'claim', key: 'P' },
  'doc.next-document': { scope: 'claim', key: ']' },
  'doc.previous-document': { scope: 'claim', key: '[' },
} as const satisfies Record<string, { scope: string; key: string }>

export type ActId = keyof typeof ACTS
export type Scope = (typeof ACTS)[ActId]['scope']

/** Scopes that are heard at once, by page: within one of these, a key has one meaning. */
export const TOGETHER: Record<string, readonly Scope[]> = {
  worklist: ['global', 'list', 'worklist', 'finding'],
  claim: ['global', 'list', 'worklist', 'finding', 'claim'],
  lists: ['global', 'list'],
}
