import { named, type ComparedManual, type Comparison, type GrouperTables } from '../../comparison.js'
import { valuesBy } from '../../../open/dated-rows.js'

/**
 * The printed exclusions by index: secondaries (of cc-mcc), their collections, and which collections a principal is in.
 */
class Exclusions {
  readonly codes: string[]
  readonly numbers: Int32Array
  /** By collection: indexes of the secondaries that it is printed for. */
  readonly secondaries: number[][]
  readonly collectionOf: Int32Array
  readonly #collections = new Map<string, number[]>()

  constructor(manual: ComparedManual, numberOf: (code: string) => number) {
    const names = ['', ...new Set(manual['cc-exclusion-pdx'].map(({ pdx_collection }) => pdx_collection))]
    const indexes = new Map(names.map((name, i) => [name, i]))
    this.codes = manual['cc-mcc'].map(({ code }) => code)
    this.numbers = Int32Array.from(this.codes, numberOf)
    this.collectionOf = Int32Array.from(manual['cc-mcc'], ({ pdx_collection }) => indexes.get(pdx_collection) as number)
    this.secondaries = names.map(() => [])
    this.collectionOf.forEach((collection, i) => this.secondaries[collection]?.push(i))
    this.#collections = valuesBy(
      manual['cc-exclusion-pdx'],
      ({ pdx_code }) => pdx_code,
      ({ pdx_collection }) => indexes.get(pdx_collection) as number,
    )
  }

  get principals(): string[] {
    return [...this.#collections.keys()]
  }

  collections(principal: string): readonly number[] {
    return this.#collections.get(principal) ?? []
  }
}

/**
 * Compares all printed exclusions, and of the pairs that are not excluded every one (more than a thousand million: most
 * of a minute), or else some: for each tenth principal a code of each collection, for each CC or MCC a principal of
 * those that are in the same collections, now this one and now that.
 */
export function compareExclusions(
  grouper: GrouperTables,
  version: string,
  manual: ComparedManual,
  comparison: Comparison,
  everyPair: boolean,
): void {
  const exclusions = new Exclusions(manual, grouper.codes.diagnosis)
  const numbers = named(
    [...exclusions.principals, ...exclusions.codes, ...manual['dx-mdc'].map(({ code }) => code)],
    grouper.codes.diagnosis,
  )
  const principals = [...numbers].filter(([number]) => grouper.diagnosis(number, version))
  const differs = (code: string, i: number, expected: boolean): void => {
    comparison.differences.push({
      table: 'cc-exclusion-pdx',
      code: `${code} as principal, ${exclusions.codes[i]}`,
      compiled: `${!expected}`,
      manual: `${expected}`,
    })
  }
  comparison.count('cc-exclusion-pdx', comparePrincipals(grouper, version, principals, exclusions, differs, everyPair))
  if (everyPair) return
  comparison.count(
    'cc-exclusion-pdx (not excluded, some)',
    Math.ceil(principals.length / stepOver(principals)) * exclusions.secondaries.length,
  )
  compareSecondaries(grouper, version, principals, exclusions, differs)
}

type Principal = [number: number, code: string]
type Differs = (code: string, i: number, expected: boolean) => void

/**
 * Of more principals than these, each tenth is asked about pairs that are not excluded; after fifty, another code
 * stands for its collection.
 */
const ALL_ASKED = 1_000
const RENEWED = 50

const stepOver = (principals: Principal[]): number => (principals.length > ALL_ASKED ? 10 : 1)

/** Gives how many pairs it compared in full. The inner loops run hundreds of millions of times. */
function comparePrincipals(
  grouper: GrouperTables,
  version: string,
  principals: Principal[],
  exclusions: Exclusions,
  differs: Differs,
  everyPair: boolean,
): number {
  const { secondaries, numbers } = exclusions
  const excluding = new Uint8Array(secondaries.length)
  const samples = new Int32Array(secondaries.length)
  const step = stepOver(principals)
  let compared = 0
  principals.forEach(([principal, code], row) => {
    if (row % RENEWED === 0)
      secondaries.forEach(
        (members, collection) => (samples[collection] = members[(row / RENEWED) % members.length] ?? -1),
      )
    excluding.fill(0)
    for (const collection of exclusions.collections(code)) excluding[collection] = 1
    for (let collection = 0; collection < samples.length; collection++) {
      const expected = excluding[collection] === 1
      if (expected || everyPair) {
        const members = secondaries[collection] as number[]
        for (const i of members)
          if (grouper.excludes(principal, numbers[i] as number, version) !== expected) differs(code, i, expected)
        compared += members.length
      } else if (row % step === 0) {
        const i = samples[collection] as number
        if (i >= 0 && grouper.excludes(principal, numbers[i] as number, version)) differs(code, i, false)
      }
    }
  })
  return compared
}

function compareSecondaries(
  grouper: GrouperTables,
  version: string,
  principals: Principal[],
  exclusions: Exclusions,
  differs: Differs,
): void {
  const { codes, numbers, collectionOf } = exclusions
  for (const group of Map.groupBy(principals, ([, code]) => exclusions.collections(code).join()).values()) {
    const collections = new Set(exclusions.collections(group[0]?.[1] as string))
    for (let i = 0; i < codes.length; i++) {
      const [principal, code] = group[i % group.length] as Principal
      const expected = collections.has(collectionOf[i] as number)
      if (grouper.excludes(principal, numbers[i] as number, version) !== expected) differs(code, i, expected)
    }
  }
}
