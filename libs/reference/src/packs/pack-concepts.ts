import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ErrorObject } from 'ajv'
import { PackError } from '@claims-audit/audit'
import type { EvidenceEngine, Fact } from '@claims-audit/evidence'
import { PACK_CONCEPTS, SHIPPED_LEXICON, casesBeside, conceptFiles } from '../lexicon/lexicon.js'
import { readYaml, type YamlFile } from '../yaml/read-yaml.js'

/** The cases of a pack's concepts, beside them. */
export const PACK_CONCEPT_CASES = 'concepts.cases.yaml'

/** A sentence, and every fact that is to be made of it: by all concepts of the file, or by those that it is about. */
interface ConceptCase {
  name: string
  about?: string[]
  text: string
  documentType?: Fact['documentType']
  facts: (Pick<Fact, 'concept'> & Partial<Fact>)[]
}

const CASES = {
  type: 'object',
  required: ['cases'],
  additionalProperties: false,
  properties: {
    cases: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['name', 'text', 'facts'],
        additionalProperties: false,
        properties: {
          name: { type: 'string' },
          about: { type: 'array', minItems: 1, items: { type: 'string' } },
          text: { type: 'string' },
          documentType: { type: 'string' },
          facts: {
            type: 'array',
            items: { type: 'object', required: ['concept'], properties: { concept: { type: 'string' } } },
          },
        },
      },
    },
  },
}

const hasConcepts = (pack: string): boolean => existsSync(join(pack, PACK_CONCEPTS))

/** What the packs' concept files hold, for the identity of what a result was judged by. */
export const packConcepts = (packs: string[]): unknown[] =>
  packs.filter(hasConcepts).map((pack) => wholeFile(join(pack, PACK_CONCEPTS)).value)

/**
 * Runs the cases of the packs' concepts; returns what failed, one line each with file and case. Throws PackError where
 * a pack with concepts has no cases, or a file of cases is wrong.
 */
export function runConceptCases(packs: string[], evidence: EvidenceEngine): string[] {
  return packs
    .filter(hasConcepts)
    .flatMap((pack) => failedCases(join(pack, PACK_CONCEPTS), join(pack, PACK_CONCEPT_CASES), evidence))
}

/** The same of the concepts that ship: a file may have cases beside it, `NAME.cases.yaml`. */
export const runShippedConceptCases = (evidence: EvidenceEngine): string[] =>
  conceptFiles(SHIPPED_LEXICON).flatMap((file) => {
    const cases = casesBeside(file)
    return existsSync(cases) ? failedCases(file, cases, evidence) : []
  })

function failedCases(concepts: string, file: string, evidence: EvidenceEngine): string[] {
  const own = Object.keys((wholeFile(concepts).value as { concepts: object }).concepts)
  return casesIn(file).flatMap((each) => {
    const unknown = each.about?.find((concept) => !own.includes(concept))
    if (unknown !== undefined) return [`${file}: ${each.name}: ${unknown} is no concept of ${concepts}`]
    const about = new Set(each.about ?? own)
    const read = factsOf(each, evidence).filter(({ concept }) => about.has(concept))
    return agrees(read, each.facts) ? [] : [`${file}: ${each.name}: read ${JSON.stringify(read.map(told))}`]
  })
}

function casesIn(file: string): ConceptCase[] {
  if (!existsSync(file)) throw new PackError([`${file}: no cases of the pack's concepts`])
  const { value, lineOf } = wholeFile(file)
  // Compiled here, where a pack of the user's is read: every process that opens knowledge loads this module.
  const isCases = new Ajv({ allErrors: true }).compile<{ cases: ConceptCase[] }>(CASES)
  if (isCases(value)) return value.cases
  const told = ({ instancePath, message = 'wrong' }: ErrorObject): string =>
    `${file}:${lineOf(instancePath) ?? 1}: ${instancePath || '/'}: ${message}`
  throw new PackError((isCases.errors ?? []).map(told))
}

function wholeFile(file: string): YamlFile {
  const read = readYaml(file)
  if ('problem' in read) throw new PackError([read.problem])
  return read
}

const factsOf = ({ text, documentType = 'progress-note' }: ConceptCase, evidence: EvidenceEngine): Fact[] =>
  documentType === 'capture' ? [] : evidence.read([{ id: 'case', type: documentType, text }])

/** As many facts as the case lists, in their order, each with what the case says of it. */
const agrees = (read: Fact[], wanted: ConceptCase['facts']): boolean =>
  read.length === wanted.length &&
  wanted.every((fact, at) =>
    Object.entries(fact).every(
      ([name, value]) => JSON.stringify(read[at]?.[name as keyof Fact]) === JSON.stringify(value),
    ),
  )

const told = ({ concept, text, assertion, temporality }: Fact): Partial<Fact> => ({
  concept,
  text,
  assertion,
  temporality,
})
