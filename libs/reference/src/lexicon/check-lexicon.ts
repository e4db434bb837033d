import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { conceptsOf, type Lexicon } from '@claims-audit/evidence'
import type { YamlFile } from '../yaml/read-yaml.js'
import { problemOfPhrase } from './check-phrase.js'
import { SCHEMAS } from './schema.js'

export interface LexiconFile extends YamlFile {
  /** Without its ending: `context`. */
  name: string
  path: string
}

const ajv = new Ajv({ allErrors: true, strict: false })
const validators = new Map<object, ValidateFunction>()

/** What is wrong in a file by its schema, and in its phrases. */
export function problemsOfFile(file: LexiconFile): string[] {
  const schema = SCHEMAS[file.name as keyof typeof SCHEMAS] ?? SCHEMAS.concepts
  const validate = validators.get(schema) ?? ajv.compile(schema)
  validators.set(schema, validate)
  if (validate(file.value)) return []
  return (validate.errors ?? []).map((error) => `${at(file, pointerOf(error))}: ${said(error)}`)
}

/** What is wrong between files: groups and concepts that are named and not there, and phrases that do not mean what they say. */
export function problemsOfLexicon(lexicon: Lexicon, files: LexiconFile[]): string[] {
  const groups = new Set(Object.keys(lexicon.context.words))
  const concepts = conceptsOf(lexicon)
  return files.flatMap((file) =>
    stringsOf(file.value).flatMap(({ pointer, text }) => {
      const problem = NAMES_CONCEPT.test(`${file.name}${pointer}`)
        ? concepts.has(text)
          ? undefined
          : `no concept of the lexicon is named ${text}`
        : PATTERNS.test(pointer)
          ? undefined
          : problemOfPhrase(text, groups)
      return problem === undefined ? [] : [`${at(file, pointer)}: ${pointer}: ${problem}`]
    }),
  )
}

/** Fields whose values are concepts. */
const NAMES_CONCEPT =
  /^context\/care\/(?:concepts|tried|goesOn)\/|^context\/grades\/concept$|^\w+\/etiology\/(?:conditions|congenital|acquired)\//
/** Fields whose values are patterns or single words, and no phrases. */
const PATTERNS = /^\/careSections\/|^\/concepts\/[^/]+\/size$/

function stringsOf(value: unknown, pointer = ''): { pointer: string; text: string }[] {
  if (typeof value === 'string') return [{ pointer, text: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, held]) => stringsOf(held, `${pointer}/${name}`))
}

/** Where a wrong field stands: of an unknown or missing one, where it would. */
const pointerOf = ({ instancePath, params }: ErrorObject): string => {
  const added = (params as { additionalProperty?: string }).additionalProperty
  return added === undefined ? instancePath : `${instancePath}/${added}`
}

function said(error: ErrorObject): string {
  const missing = (error.params as { missingProperty?: string }).missingProperty
  if (error.keyword === 'additionalProperties') return `${pointerOf(error)}: unknown field`
  if (missing !== undefined) return `${error.instancePath}/${missing}: missing`
  return `${error.instancePath}: ${error.message ?? error.keyword}`
}

/** A file with the line of a field in it, or of the nearest one around it. */
function at({ path, lineOf }: LexiconFile, pointer: string): string {
  for (let held = pointer; ; held = held.slice(0, held.lastIndexOf('/'))) {
    const line = lineOf(held)
    if (line !== undefined) return `${path}:${line}`
    if (held === '') return path
  }
}
