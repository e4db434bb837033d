import { readFileSync } from 'node:fs'
import type { Lexicon } from '@claims-audit/evidence'
import { parse } from 'yaml'

const read = (name: string): unknown => parse(readFileSync(new URL(`../../evidence/lexicon/${name}.yaml`, import.meta.url), 'utf8'))

/** The files of concepts: the spine's, and what "use additional code" notes ask for. */
const CONCEPTS = ['spine', 'additional']

/** The shipped lexicon: its concepts, and the words of context. */
export function readLexicon(): Lexicon {
  const concepts = CONCEPTS.map((name) => (read(name) as Pick<Lexicon, 'concepts'>).concepts)
  return { concepts: Object.assign({}, ...concepts) as Lexicon['concepts'], context: read('context') as Lexicon['context'] }
}
