import { SCANNED_LISTS, type ScannedWords } from '../text/scan.js'
import type { Vocabulary, WordSet } from '../text/vocabulary.js'

/** The lists of lexicon/grammar.yaml that the rules of context ask for by name. */
const READ_LISTS = [
  ...(['gapEnds', 'clauseEnds', 'punctuation', 'determiners', 'definite', 'pointing', 'conjunctions'] as const),
  ...([
    'subjects',
    'remote',
    'takers',
    'persons',
    'patient',
    'anaphors',
    'auxiliaries',
    'finite',
    'singular',
    'modals',
    'light',
    'clausal',
  ] as const),
  ...(['comingUp', 'aspects', 'subordinating', 'opening', 'conditions', 'newClause', 'trailing', 'measures'] as const),
  ...(['answers', 'noes', 'sideEnds', 'itemExtent', 'signalAfter', 'signalBefore', 'notVertebraBefore'] as const),
  ...([
    'lasting',
    'spans',
    'untilNow',
    'heart',
    'spine',
    'joinsLevels',
    'formerly',
    'unable',
    'hadIt',
    'otherParts',
    'upperLimb',
    'lowerLimb',
    'limbs',
    'lasted',
    'recurring',
    'feeling',
    'counted',
    'describing',
    'advised',
    'notSpine',
    'organs',
    'onset',
    'supposing',
    'asking',
    'former',
    'possessive',
    'discussing',
    'goneOver',
    'perils',
  ] as const),
] as const

/** All lists of lexicon/grammar.yaml. */
export const GRAMMAR_LISTS = [...READ_LISTS, ...SCANNED_LISTS] as const

/** Words that a construct of the language is made of, by what the code calls them. */
const SINGLE = {
  ...{ comma: ',', colon: ':', ticked: '[x]', unticked: '[_]', plus: '(+)', minus: '(-)' },
  ...{ and: 'and', or: 'or', nor: 'nor', but: 'but', then: 'then', of: 'of', on: 'on', at: 'at' },
  ...{ with: 'with', without: 'without', that: 'that', which: 'which', should: 'should', following: 'following' },
  ...{ year: '####', since: 'since', was: 'was', before: 'before', as: 'as', last: 'last', the: 'the' },
  ...{ over: 'over', about: 'about', for: 'for', ago: 'ago' },
} as const

export type GrammarWords = Record<(typeof READ_LISTS)[number], string[]> & ScannedWords

/** The grammar by word numbers: the lists as sets, single words by name. */
export type Grammar = Readonly<Record<(typeof READ_LISTS)[number], WordSet>> &
  Readonly<Record<keyof typeof SINGLE, number>>

export function compileGrammar(words: GrammarWords, vocabulary: Vocabulary): Grammar {
  return {
    ...entriesOf(READ_LISTS, (list) => vocabulary.setOf(words[list])),
    ...entriesOf(Object.keys(SINGLE) as (keyof typeof SINGLE)[], (name) => vocabulary.add(SINGLE[name])),
  }
}

function entriesOf<Name extends string, Value>(
  names: readonly Name[],
  value: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, Value>
}
