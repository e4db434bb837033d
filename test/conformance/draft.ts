import type { Dice } from './dice.ts'
import type { VersionCodes } from './version-codes.ts'

/** A claim in the making: what is put on it comes from one version's codes and one pair of dice. */
export interface Draft {
  codes: VersionCodes
  dice: Dice
  /** Empty: the claim has none. */
  principal: string
  secondaries: string[]
  procedures: string[]
  /** Present-on-admission indicators that are settled, by code, whatever the claim's others are like. */
  indicators: Map<string, string>
  sex: 'F' | 'M' | 'U'
  dischargeStatus: string
}

/** The UB-04 patient discharge statuses in force. */
export const VALID_STATUSES = [
  ...[
    '01',
    '02',
    '03',
    '04',
    '05',
    '06',
    '07',
    '20',
    '21',
    '30',
    '43',
    '50',
    '51',
    '61',
    '62',
    '63',
    '64',
    '65',
    '66',
    '69',
    '70',
  ],
  ...['81', '82', '83', '84', '85', '86', '87', '88', '89', '90', '91', '92', '93', '94', '95'],
]
export const INVALID_STATUSES = ['00', '08', '09', '10', '19', '22', '40', '71', '80', '96', '99']

/** Written like a code, and none: too short, too long, a category, no code at all. */
export const NO_DIAGNOSES = ['ZZZ', 'M430', 'XXXX', 'A0000000', '0']
const NO_PROCEDURES = ['ZZZZZZZ', '0RG1', '0', '02703DZ0']

const TRAUMA_SITES = ['sthead', 'stchest', 'stabdom', 'stkidney', 'sturin', 'stpel', 'stuplimb', 'stlolimb']
const SIDES = ['righthip', 'lefthip', 'rightknee', 'leftknee', 'rightankle', 'leftankle']
/** What is counted up to four: `vessel2` stands for two. */
const VESSELS = ['vessel1', 'vessel1', 'vessel2', 'vessel3', 'vessel4']
const STENTS = ['stent1', 'stent1', 'stent2', 'stent3', 'stent4']

/** The conditions that count procedures, and the attributes of those that they count. */
export const COUNTED: Record<string, string[]> = {
  BILATERAL: SIDES,
  FOUR_VESSELS: VESSELS,
  FOUR_STENTS: STENTS,
  FOUR_DRUG_ELUTING_STENTS: STENTS,
  FOUR_NON_DRUG_ELUTING_STENTS: STENTS,
  MULTFUSE: ['sglantfuse', 'sglpostfuse1'],
  SINGLEFUSIONCTR: ['sglantfuse', 'sglpostfuse'],
  SGLANTCTR: ['sglantfuse'],
  SGLPOST1CTR: ['sglpostfuse1'],
  SGLANTSECTXCTR: ['sglantsectXfuse'],
  SGLPOSTFUSECTR: ['sglpostfuse'],
}

export function addSecondary(draft: Draft, from: readonly string[] | undefined): void {
  if (from && from.length > 0) draft.secondaries.push(draft.dice.pick(from))
}

export function addProcedure(draft: Draft, from: readonly string[] | undefined): void {
  if (from && from.length > 0) draft.procedures.push(draft.dice.pick(from))
}

/** Injuries of two or three body sites: multiple significant trauma, if the principal is trauma too. */
export function addTrauma(draft: Draft): void {
  for (const site of draft.dice.shuffled(TRAUMA_SITES).slice(0, draft.dice.between(2, 3)))
    addSecondary(draft, draft.codes.diagnosesWith.get(site))
}

/** One to four procedures of such attributes: what is counted is reached, and missed. */
export function addCounted(draft: Draft, attributes: readonly string[]): void {
  repeat(draft.dice.pick([1, 1, 2, 2, 3, 4]), () =>
    addProcedure(draft, draft.codes.proceduresWith.get(draft.dice.pick(attributes))),
  )
}

/** A procedure of each of the cluster's choices; where it may be incomplete, each is left out now and then. */
export function addCluster(draft: Draft, name: string, complete: boolean): void {
  for (const choice of draft.codes.clusters.get(name) ?? []) {
    if (complete || draft.dice.chance(0.6)) addProcedure(draft, choice)
  }
}

/** Not a code, or not in this version. */
export function addInvalid(draft: Draft, all: VersionCodes[]): void {
  const { dice } = draft
  const version = dice.pick(all)
  if (dice.chance(0.5)) draft.secondaries.push(dice.pick(dice.chance(0.5) ? NO_DIAGNOSES : version.diagnoses))
  else draft.procedures.push(dice.pick(dice.chance(0.5) ? NO_PROCEDURES : version.procedures))
}

/** The same code twice, or the principal once more among the secondaries. */
export function addDuplicate(draft: Draft): void {
  const kind = draft.dice.pick(['secondary', 'procedure', 'principal'])
  if (kind === 'procedure') addProcedure(draft, draft.procedures)
  else addSecondary(draft, kind === 'principal' ? [draft.principal] : draft.secondaries)
}

/** Claims that cannot be grouped, by what is wrong with their principal. */
export const EDGES = {
  none: (draft: Draft): void => void (draft.principal = ''),
  unknown: (draft: Draft): void => void (draft.principal = draft.dice.pick(NO_DIAGNOSES)),
  external: (draft: Draft): void =>
    void (draft.principal = draft.dice.pick(draft.codes.diagnosesWith.get('ecode') ?? [])),
  /** Its MDC goes by a sex that the claim does not give. */
  sex: (draft: Draft): void => {
    draft.principal = draft.dice.pick(draft.codes.diagnosesBySex)
    draft.sex = 'U'
  },
}

export function repeat(times: number, action: () => void): void {
  for (let time = 0; time < times; time += 1) action()
}
