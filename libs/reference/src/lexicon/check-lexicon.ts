import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { conceptsOf, type Lexicon } from '@claims-audit/evidence'
import type { YamlFile } from '../yaml/read-yaml.js'
import { problemOfPhrase } from './check-phrase.js'

export interface LexiconFile extends YamlFile {
  path: string
  schema: object
}

const ajv = new Ajv({ allErrors: true, strict: false })
const validators = new Map<object, ValidateFunction>()

/** What is wrong in a file by its schema. */
export function problemsOfFile(file: LexiconFile): string[] {
  const validate = validators.get(file.schema) ?? ajv.compile(file.schema)
  validators.set(file.schema, validate)
  if (validate(file.value)) return []
  return (validate.errors ?? []).map((error) => `${at(file, pointerOf(error))}: ${said(error)}`)
}

/**
 * What is wrong between files: concepts that are defined twice, groups and concepts that are named and not defined, and
 * phrases that do not mean what they say.
 */
export function problemsBetween(lexicon: Lexicon, files: LexiconFile[], concepts: LexiconFile[]): string[] {
  const groups = new Set(Object.keys(lexicon.context.groups))
  const names = conceptsOf(lexicon)
  return [
    ...definedTwice(concepts),
    ...files.flatMap((file) =>
      stringsOf(file.value).flatMap(({ pointer, text }) => {
        const problem = problemOf(pointer, text, groups, names)
        return problem === undefined ? [] : [`${at(file, pointer)}: ${pointer}: ${problem}`]
      }),
    ),
  ]
}

function problemOf(
  pointer: string,
  text: string,
  groups: ReadonlySet<string>,
  concepts: ReadonlySet<string>,
): string | undefined {
  if (NO_PHRASE.test(pointer)) return undefined
  if (!NAMES_CONCEPT.test(pointer)) return problemOfPhrase(text, groups)
  return concepts.has(text) ? undefined : `no concept of the lexicon is named ${text}`
}

function definedTwice(files: LexiconFile[]): string[] {
  const first = new Map<string, LexiconFile>()
  return files.flatMap((file) =>
    Object.keys((file.value as { concepts: object }).concepts).flatMap((concept) => {
      const before = first.get(concept)
      if (before === undefined) {
        first.set(concept, file)
        return []
      }
      const pointer = `/concepts/${concept}`
      return [`${at(file, pointer)}: ${pointer}: defined already, at ${at(before, pointer)}`]
    }),
  )
}

/** Fields whose values are concepts. */
const NAMES_CONCEPT = /^\/etiology\/(?:conditions|congenital|acquired)\//
/** Fields whose values are patterns, codes or names, and no phrases. */
const NO_PHRASE = /^\/careSections\/|^\/concepts\/[^/]+\/(?:size|captureField|codes)\b/

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
