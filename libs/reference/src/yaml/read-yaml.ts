import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { LineCounter, isNode, parseDocument } from 'yaml'
import type { Document } from 'yaml'

/** A file's content, and the line of a field by its JSON pointer. */
export interface YamlFile {
  value: unknown
  /** Whether the build has read the same text, and with it checked what ships. */
  isBuilt: boolean
  lineOf(pointer: string): number | undefined
}

/**
 * What the files that ship say, as JSON by the digest of each file's text; written by the build
 * (compile/compile-yaml.ts).
 */
export const PARSED_YAML = 'yaml.json'
/** The same path from src and from dist. */
const COMPILED = new URL(`../../dist/${PARSED_YAML}`, import.meta.url)
let parsed: Record<string, unknown> | undefined

const parsedByBuild = (): Record<string, unknown> =>
  (parsed ??= existsSync(COMPILED) ? (JSON.parse(readFileSync(COMPILED, 'utf8')) as Record<string, unknown>) : {})

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

/**
 * A file's content with the lines of its fields, or where and why it is no YAML. Parsing took a fifth of the time in
 * which a command starts: a file of which the build has read the same text is not parsed again, unless a line of it is
 * asked for.
 */
export function readYaml(file: string): YamlFile | { problem: string } {
  const text = readFileSync(file, 'utf8')
  const known = parsedByBuild()[digestOf(text)]
  if (known === undefined) return parseYaml(file, text)
  // Each reader has an object of its own, as from a parser.
  return { value: structuredClone(known), isBuilt: true, lineOf: (pointer) => linesOf(parseYaml(file, text), pointer) }
}

const linesOf = (file: YamlFile | { problem: string }, pointer: string): number | undefined =>
  'problem' in file ? undefined : file.lineOf(pointer)

function parseYaml(file: string, text: string): YamlFile | { problem: string } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [error] = document.errors
  if (error !== undefined)
    return { problem: `${file}:${error.linePos?.[0].line ?? 1}: ${error.message.split('\n')[0]}` }
  const value = valueOf(document)
  if (value === undefined) return { problem: `${file}: its aliases (*name) hold themselves, or each other too often` }
  return {
    value: value.is,
    isBuilt: false,
    lineOf: (pointer) => {
      const path = pointer
        .split('/')
        .slice(1)
        .map((step) => (/^\d+$/.test(step) ? Number(step) : step))
      const node = path.length === 0 ? document.contents : document.getIn(path, true)
      return isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined
    },
  }
}

/** What a document says; undefined where its aliases would not end, or grow without measure. */
function valueOf(document: Document.Parsed): { is: unknown } | undefined {
  try {
    const is: unknown = document.toJS()
    // What holds itself cannot be written out.
    JSON.stringify(is)
    return { is }
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof TypeError) return undefined
    throw error
  }
}
