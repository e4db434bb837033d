import { readFileSync } from 'node:fs'
import { LineCounter, isNode, parseDocument } from 'yaml'
import type { Document } from 'yaml'

/** A file's content, and the line of a field by its JSON pointer. */
export interface YamlFile {
  value: unknown
  lineOf(pointer: string): number | undefined
}

/** A file's content with the lines of its fields, or where and why it is no YAML. */
export function readYaml(file: string): YamlFile | { problem: string } {
  const lines = new LineCounter()
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines })
  const [error] = document.errors
  if (error !== undefined)
    return { problem: `${file}:${error.linePos?.[0].line ?? 1}: ${error.message.split('\n')[0]}` }
  const value = valueOf(document)
  if (value === undefined) return { problem: `${file}: its aliases (*name) hold themselves, or each other too often` }
  return {
    value: value.is,
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
