import { readFileSync } from 'node:fs'
import type { Lexicon } from '@claims-audit/evidence'
import { parse } from 'yaml'

const read = (name: string): unknown => parse(readFileSync(new URL(`../../evidence/lexicon/${name}.yaml`, import.meta.url), 'utf8'))

/** The shipped lexicon: the spine's concepts, and the words of context. */
export function readLexicon(): Lexicon {
  const { concepts } = read('spine') as Pick<Lexicon, 'concepts'>
  return { concepts, context: read('context') as Lexicon['context'] }
}
