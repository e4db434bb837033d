import type { Fact } from './fact.js'
import type { Lexicon } from './lexicon.js'

/** "These are congenital" speaks of what stands no further back than this, in UTF-16 code units. */
const REACH = 240

/** Tells each condition what its sentence calls it: the words' own condition, else the next one after them, else the last before them. Made anew for each text. */
export function openEtiology({ conditions, congenital, acquired }: Lexicon['etiology']): () => (facts: Fact[], from: number) => void {
  const isCondition = new Set(conditions)
  const said = new Map<string, NonNullable<Fact['etiology']>>([...congenital.map((concept) => [concept, 'congenital'] as const), ...acquired.map((concept) => [concept, 'acquired'] as const)])

  return () => {
    /** The condition named last in an earlier sentence, and where that sentence's facts begin. */
    let last: Fact | undefined
    let lastFrom = 0
    return (facts, from) => {
      for (let i = from; i < facts.length; i++) {
        const word = facts[i] as Fact
        const etiology = said.get(word.concept)
        if (etiology === undefined || word.assertion === 'negated') continue
        const of = conditionOf(word, facts, from) ?? (last !== undefined && word.start - last.end < REACH ? last : undefined)
        if (of === undefined) continue
        for (let each = of === last ? lastFrom : from; each < facts.length; each++) {
          const fact = facts[each] as Fact
          if (fact.start === of.start && isCondition.has(fact.concept)) fact.etiology = etiology
        }
      }
      for (let i = from; i < facts.length; i++) {
        if (!isCondition.has((facts[i] as Fact).concept)) continue
        last = facts[i]
        lastFrom = from
      }
    }
  }

  function conditionOf(word: Fact, facts: Fact[], from: number): Fact | undefined {
    let before: Fact | undefined
    for (let i = from; i < facts.length; i++) {
      const fact = facts[i] as Fact
      if (!isCondition.has(fact.concept)) continue
      if (fact.end > word.start) return fact
      before = fact
    }
    return before
  }
}
