import type { Lexicon } from '../lexicon/lexicon.js'
import type { Fact } from './fact.js'

/** "These are congenital" speaks of what stands no further back than this, in UTF-16 code units. */
const REACH = 240

/** What a phrase goes on with: words, places and brackets, up to what parts them. */
const REST = /^(?:[ \t]+[(]?[\w-]+[)]?){1,8}/
/** A phrase ends before these. */
const END =
  /[ \t]\(?(?:in|on|at|by|of|per|to|for|from|since|after|as|and|or|nor|but|not|no|rather|instead|than|versus|vs|with|without|below|above|beside|near|that|which|who|is|are|was|were|has|had|given|because|due|secondary|although|though|while|so|if|when|based|this|these|it|i|we|he|she|they)\b/i

/** What words of birth are said of, and which concepts are such words. */
export interface Etiology {
  conditions: ReadonlySet<string>
  itself: ReadonlySet<string>
  said: ReadonlyMap<string, NonNullable<Fact['etiology']>>
}

export const compileEtiology = ({ conditions, congenital, acquired, itself }: Lexicon['etiology']): Etiology => ({
  conditions: new Set(conditions),
  itself: new Set(itself),
  said: new Map([
    ...congenital.map((concept) => [concept, 'congenital'] as const),
    ...acquired.map((concept) => [concept, 'acquired'] as const),
  ]),
})

/**
 * Tells each condition of a text what its sentence calls it: the words' own condition, else the next one after them,
 * else the last before them. A word that calls something else congenital says nothing of a condition: "a congenital
 * block vertebra".
 */
export class EtiologyOfText {
  /** The condition named last in an earlier sentence, and where that sentence's facts begin. */
  #last: Fact | undefined
  #lastFrom = 0

  constructor(
    private readonly etiology: Etiology,
    private readonly text: string,
  ) {}

  /** The facts of the next sentence are those at `from` and after. */
  tell(facts: Fact[], from: number): void {
    for (let i = from; i < facts.length; i++) this.#tellOf(facts[i] as Fact, facts, from)
    for (let i = from; i < facts.length; i++) {
      if (!this.etiology.conditions.has((facts[i] as Fact).concept)) continue
      this.#last = facts[i]
      this.#lastFrom = from
    }
  }

  #tellOf(word: Fact, facts: Fact[], from: number): void {
    const said = this.etiology.said.get(word.concept)
    if (said === undefined || word.assertion === 'negated') return
    const last = this.#last
    const of =
      this.#conditionOf(word, facts, from) ?? (last !== undefined && word.start - last.end < REACH ? last : undefined)
    if (of === undefined || (said === 'congenital' && this.#callsAnother(word, of))) return
    for (let each = of === last ? this.#lastFrom : from; each < facts.length; each++) {
      const fact = facts[each] as Fact
      if (fact.start === of.start && this.etiology.conditions.has(fact.concept)) fact.etiology = said
    }
  }

  /** Whether the noun that the word stands before is neither the condition nor a name for any. */
  #callsAnother(word: Fact, of: Fact): boolean {
    const [rest = ''] = REST.exec(this.text.slice(word.end, word.end + REACH)) ?? []
    const end = rest.search(END)
    const phrase = end === -1 ? rest : rest.slice(0, end)
    if (of.end > word.start && of.start < word.end + phrase.length) return false
    const named = (phrase.toLowerCase().match(/[\w-]+/g) ?? []).filter((each) => !each.endsWith('ly'))
    return named.length > 0 && !named.some((each) => this.etiology.itself.has(each))
  }

  #conditionOf(word: Fact, facts: Fact[], from: number): Fact | undefined {
    let before: Fact | undefined
    for (let i = from; i < facts.length; i++) {
      const fact = facts[i] as Fact
      if (!this.etiology.conditions.has(fact.concept)) continue
      if (fact.end > word.start) return fact
      before = fact
    }
    return before
  }
}
