/**
 * Conditions of rules in words. A part that a newer rule brings and that has no words here is shown as it is written.
 */
interface Selector {
  concepts?: string[]
  words?: string[]
  by?: string
  region?: string
  cause?: string
  in?: string[]
  assertion?: string[]
  past?: boolean
  modality?: string[]
  levelOf?: string[]
  value?: { below?: number; above?: number }
}

const REGIONS: Record<string, string> = {
  same: 'at the region of the code',
  near: 'at the region of the code or next to it',
  other: 'at another region than the code',
  known: 'at a region that the record names',
  any: '',
}

const list = (items: readonly string[]): string => items.join(' or ')

function selectorWords(selector: Selector): string {
  const {
    concepts = [],
    words = [],
    by,
    region = 'any',
    cause,
    in: documents,
    assertion,
    past,
    modality,
    levelOf,
    value,
    ...rest
  } = selector
  const parts = [
    assertion === undefined ? '' : `${list(assertion)}:`,
    list([...concepts, ...words.map((word) => `“${word}”`)]),
    by === 'provider' ? 'documented by a provider' : '',
    REGIONS[region] ?? region,
    cause === undefined ? '' : `due to ${cause}`,
    documents === undefined ? '' : `in ${list(documents)}`,
    past === true ? 'also in the past' : '',
    modality === undefined ? '' : `seen by ${list(modality)}`,
    levelOf === undefined ? '' : `at a level of ${list(levelOf)}`,
    value?.below === undefined ? '' : `below ${value.below}`,
    value?.above === undefined ? '' : `above ${value.above}`,
    ...Object.entries(rest).map(([name, held]) => `${name} ${JSON.stringify(held)}`),
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** A condition as `contracts/schemas/rule.v1.schema.json` has it. */
export function conditionWords(condition: Record<string, unknown>): string {
  const { facts, lacks, billed, procedures, claimTypes, documents, ...rest } = condition as {
    facts?: Selector
    lacks?: Selector
    billed?: string[]
    procedures?: string[]
    claimTypes?: string[]
    documents?: string[]
  }
  const parts = [
    facts === undefined ? '' : selectorWords(facts),
    lacks === undefined ? '' : `no ${selectorWords(lacks)}`,
    billed === undefined ? '' : `${list(billed)} is billed`,
    procedures === undefined ? '' : `procedure ${list(procedures)} is billed`,
    claimTypes === undefined ? '' : `the claim is ${list(claimTypes)}`,
    documents === undefined ? '' : `there is a ${list(documents)}`,
    ...Object.entries(rest).map(([name, held]) => `${name} ${JSON.stringify(held)}`),
  ]
  return parts.filter((part) => part !== '').join(', and ')
}
