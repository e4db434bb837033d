import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CodingTables, ContextWords, GrammarWords, Lexicon, SiteWords } from '@claims-audit/evidence'
import { readYaml } from '../yaml/read-yaml.js'
import { problemsBetween, problemsOfFile, type LexiconFile } from './check-lexicon.js'
import { CODING_SCHEMAS, CONTEXT_SCHEMAS, SCHEMAS } from './schema.js'

/** The lexicon that ships with the product. */
export const SHIPPED_LEXICON = fileURLToPath(new URL('../../../evidence/lexicon/', import.meta.url))
/** The file of a user's pack that brings concepts. */
export const PACK_CONCEPTS = 'concepts.yaml'

type Concepts = Pick<Lexicon, 'concepts'> & Partial<Pick<Lexicon, 'exclusions' | 'modalities' | 'etiology'>>

/** Every problem of a lexicon, by file, line and field. */
export class LexiconError extends Error {
  constructor(readonly problems: string[]) {
    super(`lexicon: ${problems.join('; ')}`)
    this.name = 'LexiconError'
  }
}

/**
 * The words of general and medical English that are no misspelling of the lexicon's, one a line; compiled by the build
 * (compile/ordinary-words.ts).
 */
export const ORDINARY_WORDS = 'ordinary-words.txt'
/** The same path from src and from dist. */
const COMPILED = new URL(`../../dist/tables/${ORDINARY_WORDS}`, import.meta.url)

/**
 * The lexicon of a directory with the concepts of a user's packs, and the common words. Throws LexiconError with all
 * that is wrong in it: a file against its schema, a phrase that does not mean what it says, a concept that is defined
 * twice or named and not defined.
 */
export function readLexicon({
  directory = SHIPPED_LEXICON,
  packs = [],
}: { directory?: string; packs?: string[] } = {}): Lexicon {
  const lexicon = readWords(directory, packs)
  return { ...lexicon, commonWords: [...lexicon.commonWords, ...readFileSync(COMPILED, 'utf8').split('\n')] }
}

/** The shipped lexicon without the compiled words, for the build. Throws as above. */
export const checkedWords = (): Lexicon => readWords(SHIPPED_LEXICON, [], () => true)

/**
 * What the build has checked is not checked again: compiling the schemas took a fifth of the time in which knowledge
 * opens.
 */
const isNew = (files: LexiconFile[]): boolean => !files.every(({ isBuilt }) => isBuilt)

function readWords(directory: string, packs: string[], needsCheck = isNew): Lexicon {
  const concepts = [
    ...conceptFiles(directory).map((path) => fileAt(path, SCHEMAS.concepts)),
    ...packs
      .filter((pack) => existsSync(join(pack, PACK_CONCEPTS)))
      .map((pack) => fileAt(join(pack, PACK_CONCEPTS), SCHEMAS.concepts)),
  ]
  const context = filesOf(join(directory, 'context'), (name) => named(CONTEXT_SCHEMAS, name))
  const others = filesOf(directory, (name) => named(SCHEMAS, name))
  const coding = filesOf(join(directory, 'coding'), (name) => named(CODING_SCHEMAS, name))
  const read = [...concepts, ...context, ...others]
  const tables = Object.assign({}, ...coding.map(({ value }) => value)) as CodingTables
  if (!needsCheck([...read, ...coding])) return together(concepts, context, others, tables)
  refuse([...read, ...coding].flatMap(problemsOfFile))
  const lexicon = together(concepts, context, others, tables)
  refuse(problemsBetween(lexicon, read, concepts))
  return lexicon
}

function refuse(problems: string[]): void {
  if (problems.length > 0) throw new LexiconError(problems)
}

const CASES = '.cases.yaml'

/** Where the cases of a file of concepts are. */
export const casesBeside = (file: string): string => file.replace(/\.yaml$/, CASES)

/** The files of concepts of a lexicon, in order. */
export const conceptFiles = (directory: string): string[] =>
  yamlIn(join(directory, 'concepts')).filter((path) => !path.endsWith(CASES))

const yamlIn = (directory: string): string[] =>
  readdirSync(directory)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(directory, name))

const filesOf = (directory: string, schemaOf: (name: string) => object | undefined): LexiconFile[] =>
  yamlIn(directory).map((path) => fileAt(path, schemaOf(basename(path, '.yaml'))))

const named = (schemas: Record<string, object>, name: string): object | undefined =>
  Object.hasOwn(schemas, name) ? schemas[name] : undefined

function fileAt(path: string, schema: object | undefined): LexiconFile {
  const file = readYaml(path)
  if ('problem' in file) throw new LexiconError([file.problem])
  if (schema === undefined) throw new LexiconError([`${path}: no file of the lexicon has this name`])
  return { path, schema, ...file }
}

function together(
  concepts: LexiconFile[],
  context: LexiconFile[],
  others: LexiconFile[],
  coding: CodingTables,
): Lexicon {
  const files = concepts.map(({ value }) => value as Concepts)
  const [grammar, sites, spelling] = others.map(({ value }) => value)
  return {
    concepts: Object.assign({}, ...files.map((file) => file.concepts)) as Lexicon['concepts'],
    exclusions: files.flatMap(({ exclusions = [] }) => exclusions),
    modalities: Object.assign({}, ...files.map(({ modalities }) => modalities)) as Lexicon['modalities'],
    etiology: Object.assign({}, ...files.map(({ etiology }) => etiology)) as Lexicon['etiology'],
    context: Object.assign({}, ...context.map(({ value }) => value)) as ContextWords,
    grammar: grammar as GrammarWords,
    sites: sites as SiteWords,
    ...(spelling as Pick<Lexicon, 'commonWords' | 'cues' | 'misspelt'>),
    coding,
  }
}
