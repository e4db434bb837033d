import type { Editions } from '@claims-audit/code-sets'
import type { Knowledge } from './knowledge.js'

/** As if what is forced had been in force on every date that has editions at all. */
export function judgingBy(forced: Partial<Editions>, knowledge: Knowledge): Knowledge {
  return {
    ...knowledge,
    editionsOn: (date) => {
      const editions = knowledge.editionsOn(date)
      return editions && { ...editions, ...forced }
    },
  }
}
