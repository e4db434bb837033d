import type { Change, ChangeMeaning } from './lexicon.js'
import type { Place } from './places.js'
import type { Found } from './phrase-index.js'
import { NUMBER_KIND, type Tokens } from './tokens.js'
import type { Vocabulary } from './vocabulary.js'

/** A sentence: its tokens [from, to), and the phrases and places that stand in it, in order. */
export interface Sentence {
  from: number
  to: number
  phrases: readonly Found[]
  places: readonly Place[]
  /** Its words that change a mention, each with the phrases that end what it says. */
  changes: readonly Changing[]
}

export interface Changing extends ChangeMeaning {
  phrase: Found
  stops: readonly Found[]
}

/** The words of a sentence that change what its mentions mean. */
export function changingWords(phrases: readonly Found[]): Changing[] {
  const changing = phrases.filter(({ meant }) => meant.changes.length > 0)
  if (changing.length === 0) return []
  const stops = phrases.filter(({ meant }) => meant.stops.length > 0)
  const found = new Map<Change, Found[]>()
  const stopsOf = (change: Change): Found[] => {
    const known = found.get(change)
    if (known !== undefined) return known
    const own = stops.filter(({ meant }) => meant.stops.some(({ of }) => isStopOf(of, change)))
    found.set(change, own)
    return own
  }
  return changing.flatMap((phrase) =>
    phrase.meant.changes.map(({ change, side, takesLists, governsVerbs, within }) => ({
      change,
      side,
      takesLists,
      governsVerbs,
      within,
      phrase,
      stops: stopsOf(change),
    })),
  )
}

/** What a sentence says of a mention in it. */
export type ReadContext = (mention: Found, sentence: Sentence, tokens: Tokens) => Set<Change>

/** Between a comma, a verb or a "but" and the word that it belongs to stand no more than so many others: "but *criteria* were not met". */
const HEAD = 2
/** Who does something with a thing stands no further before it. */
const CLAUSE = 8
/** An item of a list that is not known has no more words. */
const STRANGE = 2
/** Before what a verb goes on to stand no more than so many words: "refused *her evening* ibuprofen". */
const OBJECT = 2
/** Before the verb that a word governs, these say nothing of their own: "no sign *that there* is". */
const LIGHT = [
  'is',
  'are',
  'was',
  'were',
  'be',
  'been',
  'that',
  'if',
  'whether',
  'it',
  'this',
  'there',
  'he',
  'she',
  'they',
  'also',
  'any',
  'think',
  'believe',
  'feel',
]
/** These begin a clause; a mention in it with one of these before is taken to be there, unless such a verb follows. */
const CLAUSAL = [
  'if',
  'whether',
  'that',
  'should',
  'were',
  'unless',
  'think',
  'believe',
  'doubt',
  'watch',
  'about',
  'from',
  'by',
  'treat',
  'address',
  'explain',
  'repair',
]
/** What has one of these is there: "the cause *of his weakness*". */
const ASPECTS = [
  'cause',
  'source',
  'origin',
  'nature',
  'severity',
  'extent',
  'degree',
  'progression',
  'worsening',
  'course',
  'level',
  'site',
  'treatment',
  'management',
]
const DEFINITE = ['the', 'his', 'her', 'their', 'your']
/** With no other word between, for "this *represents* a slip" is about something else. */
const POINTING = ['this', 'these']
const COMES_UP = [
  'develops',
  'develop',
  'back',
  'appears',
  'occurs',
  'returns',
  'recurs',
  'arises',
  'exists',
  'present',
  'suspected',
  'confirmed',
  'found',
  'seen',
  'identified',
  'there',
  'real',
  'new',
]

/** A predicate begins with these, or with who it is about; what follows a comma without them only describes. */
const AUXILIARIES = [
  'is',
  'are',
  'was',
  'were',
  'has',
  'have',
  'had',
  'been',
  'can',
  'could',
  'cannot',
  'did',
  'does',
  'do',
  'never',
  'he',
  'she',
  'they',
  'it',
  'this',
  'these',
  'both',
  'neither',
]
const SUBJECTS = ['he', 'she', 'they']
/** Who takes what stands before them: "naproxen *she* has not tried". */
const TAKERS = [...SUBJECTS, 'patient', 'pt', 'i', 'we']
const ANAPHORS = ['it', 'which', 'this', 'these', 'both', 'neither']
/** One thing is said of one: "numbness, and weakness *was* denied" denies no numbness. */
const SINGULAR = ['is', 'was', 'has']

/** Compiled once with the vocabulary of the phrases (ConText); `care` are the concepts that may be planned. */
export function openContext(vocabulary: Vocabulary, care: ReadonlySet<string>): ReadContext {
  const [
    comma,
    colon,
    but,
    following,
    withWord,
    that,
    which,
    should,
    of,
    without,
    and,
    or,
    nor,
    then,
    at,
    ticked,
    unticked,
    plus,
    minus,
  ] = vocabulary.numbersOf([
    ',',
    ':',
    'but',
    'following',
    'with',
    'that',
    'which',
    'should',
    'of',
    'without',
    'and',
    'or',
    'nor',
    'then',
    'at',
    '[x]',
    '[_]',
    '(+)',
    '(-)',
  ])
  const isCare = ({ meant }: Found): boolean => meant.concepts.some((concept) => care.has(concept))
  const { setOf } = vocabulary

  /** What the boxes of a question stand beside: "retention [ ] yes [x] no". */
  const noes = setOf(['no', 'n', 'none', 'absent', 'negative', 'neg', 'denies', 'denied'])
  const answers = setOf([
    'yes',
    'y',
    'present',
    'positive',
    'pos',
    'neither',
    'no',
    'n',
    'none',
    'absent',
    'negative',
    'neg',
    'denies',
    'denied',
  ])
  const determiners = setOf(['the', 'a', 'an', 'his', 'her', 'any'])
  const clauseEnds = setOf([...'.,:;?!'])
  const trailing = setOf(['by', 'on', 'per', 'in', 'at', 'since', 'after', 'today', 'daily', 'and'])
  const joins = setOf(['and', 'or', 'nor'])
  const measures = setOf(['mm', 'cm', 'grade'])
  const parting = setOf(['and', 'or', 'but', 'then', 'he', 'she', 'they'])
  const subordinating = setOf(['when', 'once', 'until', 'while', 'unless', 'before', 'after'])
  const opening = setOf(['without', 'if', 'should', 'unless', 'were'])
  /** What they make of a clause is no denial: "as long as there is no weakness". */
  const conditions = setOf(['if', 'unless', 'whenever', 'as', 'provided', 'that'])
  const modals = setOf(['may', 'might', 'can', 'could', 'would', 'will', 'should'])
  const light = setOf(LIGHT)
  const auxiliaries = setOf(AUXILIARIES)
  const subjects = setOf(SUBJECTS)
  const takers = setOf(TAKERS)
  const anaphors = setOf(ANAPHORS)
  const singular = setOf(SINGULAR)
  const clausal = setOf(CLAUSAL)
  const aspects = setOf(ASPECTS)
  const definite = setOf(DEFINITE)
  const pointing = setOf(POINTING)
  const comesUp = setOf(COMES_UP)

  /** What the words around a mention make of it. */
  function changesOf(mention: Found, sentence: Sentence, tokens: Tokens): Set<Change> {
    const changes = new Set<Change>()
    let condition: Changing | undefined
    for (const word of sentence.changes) {
      const reaches =
        word.side === 'before'
          ? reachesForward(word, mention, sentence, tokens) || isOfFronted(word, mention, sentence, tokens)
          : reachesBack(word, mention, sentence, tokens)
      if (
        !reaches ||
        (condition !== undefined &&
          word.change === 'negated' &&
          !isBetween(comma, condition.phrase.last, word.phrase.first, tokens))
      )
        continue
      changes.add(word.change)
      if (word.change === 'hypothetical' && isCondition(word.phrase, sentence, tokens)) condition = word
    }
    if (
      boxOf(mention, sentence, tokens) === unticked ||
      isTickedNo(mention, sentence, tokens) ||
      hasMinusBefore(mention, tokens) ||
      hasMinusBehind(mention, sentence, tokens)
    )
      changes.add('negated')
    return changes
  }

  /** "tried PT, will start a brace": of words about care before a mention, the nearest counts; but "has not worn a brace or tried PT" denies both. */
  function isAnewOfCare(
    change: Change,
    after: number,
    before: number,
    { changes }: Sentence,
    { word }: Tokens,
  ): boolean {
    const isDeniedToo = (other: Changing): boolean =>
      change === 'withheld' &&
      other.change === 'given' &&
      word.subarray(other.phrase.first - OBJECT, other.phrase.first).includes(or)
    return (
      CARE_CHANGES.includes(change) &&
      changes.some(
        (other) =>
          other.side === 'before' &&
          other.change !== change &&
          CARE_CHANGES.includes(other.change) &&
          other.phrase.first > after &&
          other.phrase.last < before &&
          before - other.phrase.last - 1 <= other.within &&
          !isDeniedToo(other),
      )
    )
  }

  /** "if", "as long as"; and "should" where it opens a sentence: "should Tylenol not do, naproxen". */
  const isCondition = ({ first, last }: Found, { from }: Sentence, { word }: Tokens): boolean =>
    conditions.has(word[last] as number) || (first === from && word[first] === should)

  function reachesForward(word: Changing, mention: Found, sentence: Sentence, tokens: Tokens): boolean {
    const { change, phrase, stops, within, takesLists } = word
    if (
      phrase.last >= mention.first ||
      isAnewOfCare(change, phrase.last, mention.first, sentence, tokens) ||
      headingEndsBetween(phrase.last, mention.first, tokens)
    )
      return false
    if (isOfLack(phrase, mention, sentence, tokens)) return false
    // "recovered from the weakness": what is past was there.
    if (
      (change !== 'historical' && isPresupposed(phrase, mention, tokens)) ||
      (change === 'possible' && !isCare(mention) && isKnown(phrase, mention, tokens))
    )
      return false
    if (change === 'negated' && beginsClause(phrase.last, mention.first, tokens)) return false
    if (
      stops.some(
        (stop) => stop.first > phrase.last && stop.last < mention.first && !governs(word, stop, sentence, tokens),
      )
    )
      return false
    if (
      within !== Infinity &&
      (wordsBetween(phrase.last, mention.first, tokens) > within ||
        (change !== 'other' && isBetween(comma, phrase.last, mention.first, tokens)))
    )
      return false
    if (tokens.word[phrase.first] === minus && isSigned(mention, sentence, tokens)) return false
    if (within !== Infinity || !isBetween(comma, phrase.last, mention.first, tokens)) return true
    if (isAsserted(phrase.last, mention, sentence, stops, tokens)) return false
    return (
      (takesLists && (isForCare(change, mention, sentence) || !isOpening(phrase, sentence, tokens))) ||
      isBareItem(phrase.last, mention, sentence, tokens) ||
      (!opensClause(phrase.last, mention.first, tokens) && listClosesAfter(mention.first, stops, sentence, tokens))
    )
  }

  /**
   * A verb does not end the scope of the word that governs it: right behind it ("nobody has", "past history is notable for"), in a clause that it says
   * something of ("denies that he has"), with a negative subject ("no film of the neck has shown"), or under a condition ("if the MRI shows").
   */
  function governs(
    { change, phrase: word, governsVerbs }: Changing,
    stop: Found,
    { phrases }: Sentence,
    { word: words }: Tokens,
  ): boolean {
    // "continue with", "proceed with": a particle of the word.
    if (CARE_CHANGES.includes(change) && stop.first === word.last + 1 && words[stop.first] === withWord) return true
    if (!isVerb(stop)) return false
    let [onlyLight, hasThat] = [true, false]
    for (let i = word.last + 1; i < stop.first; i++) {
      const each = words[i] as number
      if (each === comma || joins.has(each)) return false
      if (!light.has(each)) onlyLight = false
      if (each === that) hasThat = true
    }
    return (
      onlyLight ||
      ((governsVerbs || hasThat) &&
        !phrases.some(
          (phrase) =>
            phrase.first > word.last &&
            phrase.last < stop.first &&
            isMention(phrase) &&
            phrase.meant.modality === undefined,
        ))
    )
  }

  /** "if the slip progresses", "I doubt that her stenosis explains it": what such a clause is about is there. */
  function isPresupposed(word: Found, mention: Found, tokens: Tokens): boolean {
    const { word: words } = tokens
    const clause = determinerOf(mention, tokens) - 1
    return (
      clause >= word.first &&
      (clausal.has(words[clause] as number) || (words[clause] === of && aspects.has(words[clause - 1] as number))) &&
      !isSaidToBe(mention, tokens)
    )
  }

  /** Where "the", "his" or "this" stands that makes a mention a certain one; -1 where none does. */
  function determinerOf({ first }: Found, { word, kind }: Tokens): number {
    let at = first - 1
    while (kind[at] === NUMBER_KIND || measures.has(word[at] as number)) at -= 1
    if (definite.has(word[at] as number) || pointing.has(word[at] as number)) return at
    return definite.has(word[at - 1] as number) ? at - 1 : -1
  }

  /** "the slip is confirmed", "his weakness returns": it is the question whether it is there. */
  const isSaidToBe = ({ last }: Found, { word }: Tokens): boolean =>
    comesUp.has(word[last + 1] as number) || comesUp.has(word[last + 2] as number)

  /** "may explain the weakness", "I think that his stenosis is to blame": a doubt is about something else than a finding that is known. */
  const isKnown = (word: Found, mention: Found, tokens: Tokens): boolean =>
    determinerOf(mention, tokens) > word.last && !isSaidToBe(mention, tokens)

  /** "Without evidence of a slip, stenosis has progressed", "if he looks up, tingling comes": what opens a sentence this way ends before its subject; but not "if it fails to heal, a slip may come". */
  function isOpening({ first }: Found, { from, to }: Sentence, { word }: Tokens): boolean {
    if (first !== from || !opening.has(word[first] as number)) return false
    for (let i = word.indexOf(comma, first); i < to; i++) if (modals.has(word[i] as number)) return false
    return true
  }

  /** "If no better, PT", "if it gets worse, a collar": care is what such a condition opens for, unless it is given: "if it hurts, he takes naproxen". */
  function isForCare(change: Change, mention: Found, { changes }: Sentence): boolean {
    return (
      change === 'planned' ||
      (change === 'hypothetical' && isCare(mention) && !changes.some((other) => other.change === 'given'))
    )
  }

  /** "for pain that Tylenol does not hold he may take naproxen": who does the next thing begins a clause, unless the denial is of what he does. */
  function beginsClause(after: number, before: number, { word }: Tokens): boolean {
    for (let i = Math.max(after + 2, before - CLAUSE); i < before - 1; i++)
      if (subjects.has(word[i] as number) && modals.has(word[i + 1] as number) && !light.has(word[i - 1] as number))
        return true
    return false
  }

  /** "Without fusion the segment could become unstable": what would come is said of a lack, which a clause of its own follows. */
  function isOfLack({ first, last }: Found, mention: Found, { from }: Sentence, { word }: Tokens): boolean {
    if (first !== from || word[first] !== without) return false
    return word.subarray(last + 1, mention.first).some((each) => modals.has(each) || subjects.has(each))
  }

  /** "no weakness, numbness": items of a list that is not closed, with nothing else beside them. */
  function isBareItem(after: number, { first, last }: Found, { phrases, to }: Sentence, { word }: Tokens): boolean {
    if (
      word[first - 1] !== comma ||
      (last + 1 < to && !clauseEnds.has(word[last + 1] as number) && word[last + 1] !== but)
    )
      return false
    for (let i = first - 1; i > after; i--)
      if (word[i] === comma && !phrases.some((phrase) => phrase.last === i - 1 && isMention(phrase))) return false
    return true
  }

  /** A word behind reaches a mention that nothing parts from it, or that is its subject all the same. */
  function reachesBack(word: Changing, mention: Found, sentence: Sentence, tokens: Tokens): boolean {
    const { change, phrase, within, takesLists } = word
    if (
      phrase.first <= mention.last ||
      (within !== Infinity && wordsBetween(mention.last, phrase.first, tokens) > within) ||
      isOfOtherCare(change, mention.last, phrase.first, sentence) ||
      (change === 'given' && isOnPaper(mention, sentence)) ||
      hasOwnPredicate(mention, phrase, sentence)
    )
      return false
    if (
      (tokens.word[phrase.first - 1] === comma || parting.has(tokens.word[phrase.first - 1] as number)) &&
      isOfNext(phrase, sentence, tokens)
    )
      return false
    if (isOfSubordinate(mention, phrase, sentence, tokens)) return false
    const breaks = breaksBetween(mention.last, phrase.first, word.stops, sentence, tokens)
    const end = breaks.at(-1)
    if (end === undefined || isLaterClause(word, mention, sentence, tokens)) return true
    const others = breaks.slice(0, -1)
    if (breaks.every(({ stop }) => stop === undefined) && (takesLists || isListOf(mention, phrase, sentence, tokens)))
      return true
    if (
      phrase.first - end.last - 1 > HEAD ||
      someMention(end.last, phrase.first, sentence.phrases) ||
      isOfNext(phrase, sentence, tokens)
    )
      return false
    const isAside = others[0]?.hasComma === true
    // "was considered but not felt to be present", "has been suspected": the subject stands before.
    if (end.stop !== undefined)
      return (
        !partsSubject(end.stop) && (isAside || others.every(({ stop }) => stop !== undefined && !partsSubject(stop)))
      )
    const head = tokens.word.subarray(end.last + 1, phrase.first + 1)
    if (head.some((each) => anaphors.has(each))) return !someMention(mention.last, phrase.first, sentence.phrases)
    if (isAside) return head.some((each) => auxiliaries.has(each))
    if (others.length > 0) return false
    return (
      head.some((each) => subjects.has(each)) ||
      (phrase.first === end.last + 1 &&
        !auxiliaries.has(tokens.word[phrase.first] as number) &&
        endsPart(phrase.last, sentence, tokens))
    )
  }

  /** "NSAIDs she has not taken", "the brace that he was told to wear": what goes on to no object is of the one that stands before its subject. */
  function isOfFronted({ phrase }: Changing, { last }: Found, sentence: Sentence, tokens: Tokens): boolean {
    const { word } = tokens
    let subject = word[last + 1] === comma && word[last + 2] === which ? last + 2 : last + 1
    if (word[subject] === that || word[subject] === which) subject += 1
    if (
      !takers.has(word[subject] as number) ||
      phrase.first <= subject ||
      phrase.first - subject - 1 > OBJECT ||
      !endsPart(phrase.last, sentence, tokens)
    )
      return false
    return word.subarray(subject + 1, phrase.first).every((each) => !clauseEnds.has(each) && !joins.has(each))
  }

  /** "was to start PT in March but lost his insurance and never went": where it has no object of its own, it is about the care last spoken of. */
  function isLaterClause({ change, phrase }: Changing, mention: Found, sentence: Sentence, tokens: Tokens): boolean {
    if (change !== 'withheld' && change !== 'declined') return false
    return (
      parting.has(tokens.word[phrase.first - 1] as number) &&
      endsPart(phrase.last, sentence, tokens) &&
      !someMention(mention.last, phrase.first, sentence.phrases)
    )
  }

  /** "PT when the collar is off": what is said in a clause of time is of what stands in it. */
  function isOfSubordinate({ last }: Found, word: Found, { phrases }: Sentence, tokens: Tokens): boolean {
    for (let i = last + 1; i < word.first; i++)
      if (subordinating.has(tokens.word[i] as number)) return someMention(i, word.first, phrases)
    return false
  }

  /** "weakness and resolved numbness", "takes naproxen and has never worn a hard collar": what goes on to another mention is that one's. */
  function isOfNext({ last, meant }: Found, { phrases }: Sentence, { word }: Tokens): boolean {
    const farthest =
      last +
      1 +
      (meant.changes.some(({ side }) => side === 'before') ? OBJECT : Number(determiners.has(word[last + 1] as number)))
    const next = phrases.find((phrase) => phrase.first > last && phrase.first <= farthest && isMention(phrase))
    if (next === undefined) return false
    for (let i = last + 1; i < next.first; i++)
      if (clauseEnds.has(word[i] as number) || trailing.has(word[i] as number) || joins.has(word[i] as number))
        return false
    return true
  }

  /** The commas and stops between a mention and a word behind it; those side by side are one, and one before a place parts nothing. */
  function breaksBetween(
    after: number,
    before: number,
    stops: readonly Found[],
    { places }: Sentence,
    { word, start }: Tokens,
  ): Break[] {
    const breaks: Break[] = []
    for (let i = after + 1; i < before; i++) {
      const stop = stops.find(
        (each) => each.first === i && each.last < before && each.meant.stops.some(({ of }) => of === undefined),
      )
      if (stop !== undefined) {
        const beside = breaks.at(-1)?.last === i - 1 ? breaks.pop() : undefined
        breaks.push({
          last: stop.last,
          stop: beside?.stop !== undefined && partsSubject(beside.stop) ? beside.stop : stop,
          hasComma: word[i] === comma || beside?.hasComma === true,
        })
        i = stop.last
      } else if (word[i] === comma && !places.some((place) => place.start === start[i + 1]))
        breaks.push({ last: i, stop: undefined, hasComma: true })
    }
    return breaks
  }

  /** "weakness, numbness and tingling were denied": nothing but mentions between the commas, and names that are none of ours: "quadriplegia, infection and dural tear may result". */
  function isListOf(mention: Found, word: Found, { phrases }: Sentence, tokens: Tokens): boolean {
    // "weakness and numbness *are* not seen": a verb in the plural is of them all.
    let end = word.first
    while (auxiliaries.has(tokens.word[end - 1] as number)) end -= 1
    if (tokens.word.subarray(end, word.first + 1).some((each) => singular.has(each))) return false
    let closes = false
    let strange = 0
    // "acquired, and a congenital origin is excluded": two things need no comma to be a list.
    const isPair = tokens.word[mention.last + 1] === comma && joins.has(tokens.word[mention.last + 2] as number)
    let at = mention.last + 1
    while (at < end) {
      const each = tokens.word[at] as number
      if (joins.has(each)) closes = true
      if (each === comma || joins.has(each) || determiners.has(each)) {
        if (each === comma || joins.has(each)) strange = 0
        at += 1
        continue
      }
      const item = phrases.find((phrase) => phrase.first === at)
      if (item === undefined && !auxiliaries.has(each) && !clauseEnds.has(each)) strange += 1
      else if (item === undefined || !isMention(item)) break
      else strange = 0
      if (strange > (isPair ? 0 : STRANGE)) break
      at = item === undefined ? at + 1 : item.last + 1
    }
    return at >= end ? closes || tokens.word[word.first] === colon : false
  }

  /** Whether nothing follows that would make another part of the sentence: "resolved", "ruled out by MRI". */
  function endsPart(last: number, { to }: Sentence, { word, kind }: Tokens): boolean {
    return (
      last + 1 >= to ||
      clauseEnds.has(word[last + 1] as number) ||
      trailing.has(word[last + 1] as number) ||
      kind[last + 1] === NUMBER_KIND
    )
  }

  /** Whether the first sign of a sentence stands behind a mention: then each sign does. */
  function signsTrail({ from, to, phrases }: Sentence, { word }: Tokens): boolean {
    let sign = from
    while (sign < to && word[sign] !== plus && word[sign] !== minus) sign += 1
    return phrases.some((phrase) => phrase.last === sign - 1 && isMention(phrase))
  }

  /** "weakness (-) numbness (+)": a sign behind a mention is its own. */
  function isSigned({ last }: Found, sentence: Sentence, tokens: Tokens): boolean {
    const { word, count } = tokens
    return last + 1 < count && (word[last + 1] === plus || word[last + 1] === minus) && signsTrail(sentence, tokens)
  }

  /** "without a slip, and spondylosis at C5": two things need no comma to be a list, so what follows one is said anew. */
  function opensClause(after: number, first: number, tokens: Tokens): boolean {
    const before = determiners.has(tokens.word[first - 1] as number) ? first - 2 : first - 1
    if (tokens.word[before] !== and || tokens.word[before - 1] !== comma) return false
    return !isBetween(comma, after, before - 1, tokens)
  }

  /** The box of a form: before its mention ("[ ] weakness [x] numbness"), or behind it where the first one stands behind a mention ("PT [x] Brace [ ]"). */
  function boxOf({ first, last }: Found, { from, to, phrases }: Sentence, { word }: Tokens): number | undefined {
    const isBox = (at: number): boolean => word[at] === ticked || word[at] === unticked
    let box = from
    while (box < to && !isBox(box)) box += 1
    if (box === to) return undefined
    const leading = phrases.filter((phrase) => phrase.meant.concepts.length > 0 && phrase.first < box).at(-1)
    // "Collar in place: [x] Aspen collar [ ] soft collar": what a list of boxes is of has none itself.
    if (leading !== undefined && (word[box - 1] !== colon || leading.last === box - 2)) {
      const next = phrases.find((phrase) => phrase.meant.concepts.length > 0 && phrase.first > last)?.first ?? to
      for (let i = last + 1; i < next; i++)
        if (isBox(i))
          return answers.has(word[i + 1] as number) || answers.has(word[i - 1] as number) ? undefined : word[i]
      return undefined
    }
    for (let i = first - 1; i >= from; i--) if (isBox(i)) return word[i]
    return undefined
  }

  /** Of a question's answers the one that is ticked: "Yes [ ] No [x]", "[ ] Yes [x] No". */
  function isTickedNo({ last }: Found, { to }: Sentence, { word }: Tokens): boolean {
    const from = word[last + 1] === colon ? last + 2 : last + 1
    const [box, answer] = answers.has(word[from] as number) ? [1, 0] : [0, 1]
    for (let at = from; at + 1 < to; at += 2) {
      if (!answers.has(word[at + answer] as number)) return false
      if (word[at + box] === ticked) return noes.has(word[at + answer] as number)
      if (word[at + box] !== unticked) return false
    }
    return false
  }

  /** "-numbness", with the sign on the word: no bullet, which stands off, and no hyphen, which has a word before it. */
  function hasMinusBefore({ first }: Found, { text, start }: Tokens): boolean {
    const at = start[first] as number
    return (text[at - 1] === '-' || text[at - 1] === '–') && (at < 2 || /[\s,;:(/]/.test(text.charAt(at - 2)))
  }

  /** "weakness (-) numbness (+)", where the first sign stands behind a mention. */
  function hasMinusBehind({ last }: Found, sentence: Sentence, tokens: Tokens): boolean {
    return last + 1 < sentence.to && tokens.word[last + 1] === minus && signsTrail(sentence, tokens)
  }

  function isBetween(what: number, after: number, before: number, { word }: Tokens): boolean {
    for (let i = after + 1; i < before; i++) if (word[i] === what) return true
    return false
  }

  function wordsBetween(after: number, before: number, { word }: Tokens): number {
    let words = 0
    for (let i = after + 1; i < before; i++) if (word[i] !== comma && word[i] !== colon) words += 1
    return words
  }

  /** A heading's colon ends a scope that began within it, unless it opens the word's own list: "denies:", "negative for the following:". */
  function headingEndsBetween(after: number, before: number, { word }: Tokens): boolean {
    for (let i = after + 1; i < before; i++) if (word[i] === colon) return i > after + 1 && word[i - 1] !== following
    return false
  }

  /** Said to be there after all: "no acute fracture, pars defect at C6 again seen"; but not "no fracture, slip or defect is seen". */
  function isAsserted(
    after: number,
    mention: Found,
    { phrases }: Sentence,
    stops: readonly Found[],
    tokens: Tokens,
  ): boolean {
    return phrases.some(({ first, meant }) => {
      if (
        first <= mention.last ||
        !meant.asserted ||
        isBetween(or, after, first, tokens) ||
        isBetween(nor, after, first, tokens)
      )
        return false
      return !isBetween(comma, mention.last, first, tokens) && !stopsBetween(mention.last, first, stops)
    })
  }

  /** Whether an or, nor or and still follows before the next stop: "no weakness, radiculopathy or myelopathy" denies all three; the and of "C6 and C7" closes no list. */
  function listClosesAfter(from: number, stops: readonly Found[], { places, to }: Sentence, tokens: Tokens): boolean {
    const stop = stops.find((phrase) => phrase.first > from)?.first ?? Infinity
    let start = from - 1
    while (determiners.has(tokens.word[start] as number) || tokens.word[start] === then) start -= 1
    for (let i = start; i < to && i < stop; i++) {
      const word = tokens.word[i]
      if ((word === and || word === or || word === nor) && !joinsPlaces(i, places, tokens)) return true
    }
    return false
  }

  function joinsPlaces(i: number, places: readonly Place[], { word, start, end }: Tokens): boolean {
    const next = word[i + 1] === at ? i + 2 : i + 1
    return places.some((place) => place.end === end[i - 1]) && places.some((place) => place.start === start[next])
  }

  return changesOf
}

/** What may part a mention from a word behind it: a comma, or a phrase that ends scopes. */
interface Break {
  last: number
  stop: Found | undefined
  hasComma: boolean
}

const isMention = ({ meant }: Found): boolean => meant.concepts.length > 0
const isVerb = ({ meant }: Found): boolean => meant.stops.some(({ kind }) => kind === 'verb')
const partsSubject = ({ meant }: Found): boolean => meant.stops.every(({ kind }) => kind === 'other')

function someMention(after: number, before: number, phrases: readonly Found[]): boolean {
  return phrases.some((phrase) => phrase.first > after && phrase.last < before && isMention(phrase))
}

/** "numbness persists and weakness has resolved": what was said of a mention before another came is all that is said of it. */
function hasOwnPredicate(mention: Found, word: Found, { phrases }: Sentence): boolean {
  return phrases.some((said) => {
    if (
      said.first <= mention.last ||
      said.last >= word.first ||
      !(said.meant.asserted || isVerb(said) || said.meant.changes.some(({ side }) => side === 'after'))
    )
      return false
    return someMention(said.last, word.first, phrases)
  })
}

/** Whose condition it is does not change at a verb: "father has", "brother with". */
const isStopOf = (of: Change | undefined, change: Change): boolean =>
  of === undefined ? change !== 'other' : of === change

const stopsBetween = (after: number, before: number, stops: readonly Found[]): boolean =>
  stops.some((stop) => stop.first > after && stop.last < before)

/** Care that is planned, or declined, is not given yet, unless words say that it was; no other concept is changed by these. */
export const CARE_CHANGES: readonly Change[] = ['planned', 'declined', 'given', 'withheld', 'effect', 'stopped']

/** "a referral to PT has been placed", "a script for a new brace was given": what was given is the paper. */
function isOnPaper({ first }: Found, { changes }: Sentence): boolean {
  return changes.some(
    ({ change, governsVerbs, phrase }) =>
      change === 'planned' && governsVerbs && phrase.last < first && first - phrase.last <= OBJECT + 1,
  )
}

/** "brace ordered and PT completed": a word about care is another mention's where that one, and a word of its own, stand between. */
function isOfOtherCare(change: Change, after: number, before: number, { changes, phrases }: Sentence): boolean {
  if (!CARE_CHANGES.includes(change)) return false
  const own = changes.find(
    (other) =>
      other.side === 'after' &&
      CARE_CHANGES.includes(other.change) &&
      other.phrase.first > after &&
      other.phrase.last < before,
  )
  return (
    own !== undefined &&
    phrases.some((phrase) => phrase.meant.concepts.length > 0 && phrase.first > own.phrase.last && phrase.last < before)
  )
}
