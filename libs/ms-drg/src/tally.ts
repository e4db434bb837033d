import type { Condition, Tally } from './tables.js'

const TRAUMA_SITES = ['sthead', 'stchest', 'stabdom', 'stkidney', 'sturin', 'stpel', 'stuplimb', 'stlolimb']
const SIDES = ['righthip', 'lefthip', 'leftknee', 'rightknee', 'leftankle', 'rightankle']

/** The significant-trauma sites among a diagnosis's attributes, as bits. */
export function traumaSites(attributes: string[]): number {
  return bits(TRAUMA_SITES, attributes)
}

/** What one procedure with these attributes adds to a claim's counts: `vessel3` is three vessels, `stent2` two stents. */
export function procedureTally(attributes: string[]): Tally {
  const stents = Math.max(0, ...attributes.map((name) => Number(/^stent([1-4])$/.exec(name)?.[1] ?? 0)))
  const count = (name: string): number => (attributes.includes(name) ? 1 : 0)
  return {
    sides: bits(SIDES, attributes),
    vessels: attributes.reduce((sum, name) => sum + Number(/^vessel([1-9])$/.exec(name)?.[1] ?? 0), 0),
    drugStents: stents * count('NORdrugstent'),
    plainStents: stents * count('NORstent'),
    sglantfuse: count('sglantfuse'),
    sglpostfuse: count('sglpostfuse'),
    sglpostfuse1: count('sglpostfuse1'),
    sglantsectXfuse: count('sglantsectXfuse'),
  }
}

/** The conditions that a claim's counts fulfil; the thresholds are those of the Definitions Manual's footnotes. */
export function countedConditions(tally: Tally): Condition[] {
  const reached: [Condition, boolean][] = [
    ['BILATERAL', bitCount(tally.sides) >= 2],
    ['FOUR_VESSELS', tally.vessels >= 4],
    ['FOUR_STENTS', tally.drugStents + tally.plainStents >= 4],
    ['FOUR_DRUG_ELUTING_STENTS', tally.drugStents >= 4],
    ['FOUR_NON_DRUG_ELUTING_STENTS', tally.plainStents >= 4],
    ['MULTFUSE', tally.sglantfuse + tally.sglpostfuse1 >= 2],
    ['SINGLEFUSIONCTR', tally.sglantfuse + tally.sglpostfuse >= 3],
    ['SGLANTCTR', tally.sglantfuse >= 2],
    ['SGLPOST1CTR', tally.sglpostfuse1 >= 2],
    ['SGLANTSECTXCTR', tally.sglantsectXfuse >= 2],
    ['SGLPOSTFUSECTR', tally.sglpostfuse >= 2],
  ]
  return reached.filter(([, holds]) => holds).map(([name]) => name)
}

/** How many bits are set. */
export function bitCount(set: number): number {
  let count = 0
  for (let rest = set; rest !== 0; rest &= rest - 1) count++
  return count
}

function bits(names: string[], present: string[]): number {
  return names.reduce((set, name, i) => (present.includes(name) ? set | (1 << i) : set), 0)
}
