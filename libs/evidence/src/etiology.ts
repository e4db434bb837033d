import type { Fact } from './fact.js'
import type { Lexicon } from './lexicon.js'

/** "These are congenital" speaks of what stands no further back than this, in UTF-16 code units. */
const REACH = 240

/** What a phrase goes on with: words, places and brackets, up to what parts them. */
const REST = /^(?:[ \t]+[(]?[\w-]+[)]?){1,8}/
/** A phrase ends before these. */
const END =
  /[ \t]\(?(?:in|on|at|by|of|per|to|for|from|since|after|as|and|or|nor|but|not|no|rather|instead|than|versus|vs|with|without|below|above|beside|near|that|which|who|is|are|was|were|has|had|given|because|due|secondary|although|though|while|so|if|when|based|this|these|it|i|we|he|she|they)\b/i

/**
 * Tells each condition what its sentence calls it: the words' own condition, else the next one after them, else the last before them. A word that calls
 * something else congenital says nothing of a condition: "a congenital block vertebra". Made anew for each text.
 */
export function openEtiology({
  conditions,
  congenital,
  acquired,
  itself,
}: Lexicon['etiology']): (text: string) => (facts: Fact[], from: number) => void {
  const isCondition = new Set(conditions)
  const isItself = new Set(itself)
  const said = new Map<string, NonNullable<Fact['etiology']>>([
    ...congenital.map((concept) => [concept, 'congenital'] as const),
    ...acquired.map((concept) => [concept, 'acquired'] as const),
  ])

  return (text) => {
    /** The condition named last in an earlier sentence, and where that sentence's facts begin. */
    let last: Fact | undefined
    let lastFrom = 0
    return (facts, from) => {
      for (let i = from; i < facts.length; i++) {
        const word = facts[i] as Fact
        const etiology = said.get(word.concept)
        if (etiology === undefined || word.assertion === 'negated') continue
        const of =
          conditionOf(word, facts, from) ?? (last !== undefined && word.start - last.end < REACH ? last : undefined)
        if (of === undefined || (etiology === 'congenital' && callsAnother(word, of, text))) continue
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

  /** Whether the noun that the word stands before is neither the condition nor a name for any. */
  function callsAnother(word: Fact, of: Fact, text: string): boolean {
    const [rest = ''] = REST.exec(text.slice(word.end, word.end + REACH)) ?? []
    const end = rest.search(END)
    const phrase = end === -1 ? rest : rest.slice(0, end)
    if (of.end > word.start && of.start < word.end + phrase.length) return false
    const named = (phrase.toLowerCase().match(/[\w-]+/g) ?? []).filter((each) => !each.endsWith('ly'))
    return named.length > 0 && !named.some((each) => isItself.has(each))
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
