import { readFileSync } from 'node:fs'
import type { ContextWords, GrammarWords, Lexicon, PlaceWords } from '@claims-audit/evidence'
import { parse } from 'yaml'

const read = (name: string): unknown =>
  parse(readFileSync(new URL(`../../../evidence/lexicon/${name}.yaml`, import.meta.url), 'utf8'))

/** The files of concepts: the spine's, how it is imaged and treated, the hospital stay's, and what "use additional code" notes ask for. */
const CONCEPTS = ['spine', 'imaging', 'interventions', 'hospital', 'additional']

/** The shipped lexicon. */
export function readLexicon(): Lexicon {
  const files = CONCEPTS.map(
    (name) =>
      read(name) as Pick<Lexicon, 'concepts'> &
        Partial<Pick<Lexicon, 'elsewhere' | 'capitals' | 'modalities' | 'sizes' | 'etiology'>>,
  )
  const { grades, ...context } = read('context') as ContextWords & Pick<Lexicon, 'grades'>
  return {
    concepts: Object.assign({}, ...files.map(({ concepts }) => concepts)) as Lexicon['concepts'],
    elsewhere: files.flatMap(({ elsewhere = [] }) => elsewhere),
    capitals: files.flatMap(({ capitals = [] }) => capitals),
    modalities: Object.assign({}, ...files.map(({ modalities }) => modalities)) as Lexicon['modalities'],
    sizes: Object.assign({}, ...files.map(({ sizes }) => sizes)) as Lexicon['sizes'],
    etiology: Object.assign({}, ...files.map(({ etiology }) => etiology)) as Lexicon['etiology'],
    places: read('places') as PlaceWords,
    context,
    grammar: read('grammar') as GrammarWords,
    ...(read('spelling') as Pick<Lexicon, 'ordinary' | 'cues' | 'misspelt'>),
    grades,
  }
}
