import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ContextWords, GrammarWords, Lexicon, PlaceWords } from '@claims-audit/evidence'
import { readYaml, type YamlFile } from '../yaml/read-yaml.js'
import { problemsOfFile, problemsOfLexicon, type LexiconFile } from './check-lexicon.js'

/** The lexicon that ships with the product. */
const SHIPPED = fileURLToPath(new URL('../../../evidence/lexicon/', import.meta.url))
/** The files that are not of concepts. */
const OTHERS = ['context', 'grammar', 'places', 'spelling']

type Concepts = Pick<Lexicon, 'concepts'> & Partial<Pick<Lexicon, 'elsewhere' | 'modalities' | 'etiology'>>

/** Every problem of a lexicon, by file, line and field. */
export class LexiconError extends Error {
  constructor(readonly problems: string[]) {
    super(`lexicon: ${problems.join('; ')}`)
    this.name = 'LexiconError'
  }
}

/** The words of general and medical English that are no misspelling of the lexicon's, one a line; compiled by the build (compile/ordinary-words.ts). */
export const ORDINARY_WORDS = 'ordinary-words.txt'
/** The same path from src and from dist. */
const COMPILED = new URL(`../../dist/tables/${ORDINARY_WORDS}`, import.meta.url)

/** The lexicon of a directory, and the ordinary words. Throws LexiconError with all that is wrong in it. */
export function readLexicon(directory = SHIPPED): Lexicon {
  const lexicon = readWords(directory)
  return { ...lexicon, ordinary: [...lexicon.ordinary, ...readFileSync(COMPILED, 'utf8').split('\n')] }
}

/** What is written in a directory: its files of concepts, and those of context, grammar, places and spelling. Throws as above. */
export function readWords(directory = SHIPPED): Lexicon {
  const files = readdirSync(directory)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => fileOf(directory, name))
  const problems = files.flatMap(problemsOfFile)
  if (problems.length > 0) throw new LexiconError(problems)
  const lexicon = together(new Map(files.map(({ name, value }) => [name, value])))
  const inLists = problemsOfLexicon(lexicon, files)
  if (inLists.length > 0) throw new LexiconError(inLists)
  return lexicon
}

function fileOf(directory: string, name: string): LexiconFile {
  const path = join(directory, name)
  const file: YamlFile | { problem: string } = readYaml(path)
  if ('problem' in file) throw new LexiconError([file.problem])
  return { name: name.slice(0, -'.yaml'.length), path, ...file }
}

function together(files: ReadonlyMap<string, unknown>): Lexicon {
  const concepts = [...files].filter(([name]) => !OTHERS.includes(name)).map(([, value]) => value as Concepts)
  const { grades, ...context } = files.get('context') as ContextWords & Pick<Lexicon, 'grades'>
  return {
    concepts: Object.assign({}, ...concepts.map((file) => file.concepts)) as Lexicon['concepts'],
    elsewhere: concepts.flatMap(({ elsewhere = [] }) => elsewhere),
    modalities: Object.assign({}, ...concepts.map(({ modalities }) => modalities)) as Lexicon['modalities'],
    etiology: Object.assign({}, ...concepts.map(({ etiology }) => etiology)) as Lexicon['etiology'],
    places: files.get('places') as PlaceWords,
    context,
    grammar: files.get('grammar') as GrammarWords,
    ...(files.get('spelling') as Pick<Lexicon, 'ordinary' | 'cues' | 'misspelt'>),
    grades,
  }
}
