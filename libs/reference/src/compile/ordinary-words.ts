import { readFileSync } from 'node:fs'
import { guessesOf, type Lexicon } from '@claims-audit/evidence'
import wordListPath from 'word-list'
import { readCsv } from '../csv/read-csv.js'

/** The federal code sets, whose titles and notes are the medical words. */
const TITLED = [
  { path: 'icd-10-cm/fy2026-april/codes', column: 'title' },
  { path: 'icd-10-cm/fy2026-april/notes', column: 'text' },
  { path: 'icd-10-pcs/codes', column: 'title' },
]
/** Before a word these make another one: "transperineal" is no misspelt "transperitoneal". */
const PREFIXES = [
  ...['ante', 'anti', 'arterio', 'cardio', 'cerebro', 'contra', 'cranio', 'de', 'dis', 'endo', 'epi', 'extra', 'hemi'],
  ...['hepato', 'hyper', 'hypo', 'infra', 'inter', 'intra', 'juxta', 'lumbo', 'micro', 'mid', 'mono', 'multi', 'myelo'],
  ...['myo', 'nephro', 'neuro', 'non', 'osteo', 'para', 'peri', 'poly', 'post', 'pre', 'pseudo', 're', 'retro', 'semi'],
  ...['spondylo', 'sub', 'super', 'supra', 'tetra', 'thoraco', 'trans', 'ultra', 'un', 'veno'],
]

/** The words of general and medical English that are near to one of the lexicon, in order: no misspelling of it. */
export function ordinaryWords(lexicon: Lexicon, source: (path: string) => URL): string[] {
  const guess = guessesOf(lexicon)
  const known = new Set([...readFileSync(wordListPath, 'utf8').split('\n'), ...titleWords(source)])
  const near = [...known].filter((word) => guess(word) !== undefined)
  const others = prefixed(known, lexicon).filter((word) => guess(word) !== undefined)
  return [...new Set([...near, ...others])].sort()
}

function titleWords(source: (path: string) => URL): Set<string> {
  return new Set(
    TITLED.flatMap(({ path, column }) =>
      readCsv<Record<string, string>>(source(path)).flatMap((row) => row[column]?.toLowerCase().match(/[a-z]+/g) ?? []),
    ),
  )
}

/**
 * Of the lexicon's words with a prefix, those with another one ("intravertebral"), and other known words behind the
 * same one.
 */
function prefixed(known: ReadonlySet<string>, lexicon: Lexicon): string[] {
  const words = Object.values(lexicon.concepts)
    .flatMap((concept) => [concept.words, concept.spinal ?? [], concept.weak ?? [], concept.denied ?? []].flat())
    .flatMap((phrase) => phrase.split(/[ /]/))
  return PREFIXES.flatMap((prefix) => {
    const rests = words.filter((word) => word.startsWith(prefix)).map((word) => word.slice(prefix.length))
    const guess = guessesOf({ concepts: { [prefix]: { words: rests } }, cues: [] })
    return [
      ...rests.flatMap((rest) => PREFIXES.map((other) => `${other}${rest}`)),
      ...(rests.length === 0
        ? []
        : [...known].filter((word) => guess(word) !== undefined).map((word) => `${prefix}${word}`)),
    ]
  })
}
