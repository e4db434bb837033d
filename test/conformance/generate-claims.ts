import { diceOf } from './dice.ts'
import type { Dice } from './dice.ts'
import {
  addCluster,
  addCounted,
  addDuplicate,
  addInvalid,
  addProcedure,
  addSecondary,
  addTrauma,
  COUNTED,
  EDGES,
  INVALID_STATUSES,
  repeat,
  VALID_STATUSES,
} from './draft.ts'
import type { Draft } from './draft.ts'
import { meetFormula } from './meet-formula.ts'
import type { FormulaRow, VersionCodes } from './version-codes.ts'

/**
 * An invented inpatient claim, to be grouped by one version. The first diagnosis is the principal, with an empty code
 * where the claim has only others.
 */
export interface ConformanceClaim {
  version: string
  ageInYears: number
  sex: 'F' | 'M' | 'U'
  dischargeStatus: string
  diagnoses: { code: string; poa: string }[]
  procedures: string[]
}

/** As many as a claim (X12 837I) can carry: 24 other diagnoses; the principal and 24 other procedures. */
export const MOST_SECONDARIES = 24
export const MOST_PROCEDURES = 25

/**
 * How claims come about: from a formula; from one that counts procedures, with little else, so that the count decides;
 * from nothing but chance; with a principal that ends grouping.
 */
const KINDS = { formula: 0.8, counting: 0.08, uniform: 0.07, edge: 0.05 }

/**
 * How ill a claim's other secondaries are. Chance alone would give almost every claim an MCC, and leave the DRGs
 * without unseen.
 */
const ILLNESS = { plain: 0.35, moderate: 0.25, any: 0.4 }

/** What a claim's other procedures are. Chance alone would make almost every claim a surgical one. */
const SURGERY = { none: 0.4, minor: 0.3, any: 0.3 }

/** How a claim's present-on-admission indicators are given. */
const INDICATORS = { present: 0.3, usual: 0.55, anything: 0.15 }

/** Parts that a claim has now and then, whatever else it is about, each with its probability. */
const PARTS: [number, (draft: Draft, all: VersionCodes[]) => void][] = [
  [0.12, addHospitalAcquired],
  [0.08, (draft) => addCluster(draft, draft.dice.pick(draft.codes.clusterNames), true)],
  [0.06, (draft) => addCluster(draft, draft.dice.pick(draft.codes.clusterNames), false)],
  [0.08, (draft) => addCounted(draft, draft.dice.pick(Object.values(COUNTED)))],
  [0.02, (draft) => addCounted(draft, draft.codes.fusionAttributes)],
  [0.04, addTrauma],
  [0.03, addDeath],
  [0.06, addInvalid],
  [0.1, addDuplicate],
]

/** Draws claims, so many at a time, for the versions in turn: the same for the same seed and the same tables. */
export function conformanceClaims(seed: number, all: VersionCodes[]): (many: number) => ConformanceClaim[] {
  const dice = diceOf(seed)
  let drawn = 0
  return (many) => Array.from({ length: many }, () => drawClaim(all[drawn++ % all.length] as VersionCodes, all, dice))
}

function drawClaim(codes: VersionCodes, all: VersionCodes[], dice: Dice): ConformanceClaim {
  const kind = dice.weighed(KINDS)
  const draft = emptyDraft(codes, dice)
  if (kind === 'uniform') fillUniformly(draft)
  else if (kind === 'counting') {
    aimAt(draft, dice.pick(codes.countingRows))
    fillUp(draft, 'plain', 'none')
  } else {
    // Any row, or any row of any MDC, so that the large MDCs do not have them all.
    aimAt(draft, dice.pick(dice.chance(0.5) ? codes.rows : dice.pick([...codes.rowsOfMdc.values()])))
    for (const [probability, add] of PARTS) if (dice.chance(probability)) add(draft, all)
    fillUp(draft, dice.weighed(ILLNESS), dice.weighed(SURGERY))
  }
  if (kind === 'edge') dice.pick(Object.values(EDGES))(draft)
  return claimOf(draft)
}

function emptyDraft(codes: VersionCodes, dice: Dice): Draft {
  return {
    codes,
    dice,
    principal: dice.pick(codes.diagnoses),
    secondaries: [],
    procedures: [],
    indicators: new Map(),
    sex: dice.weighed({ F: 0.48, M: 0.48, U: 0.04 }),
    dischargeStatus: drawStatus(dice),
  }
}

function drawStatus(dice: Dice): string {
  const kind = dice.weighed({ home: 0.5, died: 0.1, valid: 0.37, invalid: 0.03 })
  if (kind === 'home') return '01'
  if (kind === 'died') return '20'
  return dice.pick(kind === 'valid' ? VALID_STATUSES : INVALID_STATUSES)
}

/** A principal of the row's MDC, and what its formula asks for. */
function aimAt(draft: Draft, { mdc, formula }: FormulaRow): void {
  const principals = draft.codes.diagnosesOfMdc.get(mdc)
  if (mdc !== '0' && principals) draft.principal = draft.dice.pick(principals)
  enterMdc(draft, mdc)
  meetFormula(draft, formula, mdc)
}

/**
 * MDC 24 and 25 are entered by what the pre-MDC rows ask, 11 by that too: a kidney transplant brings any principal
 * there.
 */
function enterMdc(draft: Draft, mdc: string): void {
  const entry = draft.codes.rowsOfMdc.get('0')?.find((row) => row.rerouteMdc === mdc && mdc !== '0')
  if (entry && draft.dice.chance(mdc === '11' ? 0.1 : 0.9)) meetFormula(draft, entry.formula)
}

/**
 * What makes a HAC, with secondaries that were not present on admission; sometimes beside a HAC's code whose indicator
 * is missing.
 */
function addHospitalAcquired(draft: Draft): void {
  const { codes, dice, secondaries } = draft
  const before = secondaries.length
  meetFormula(draft, dice.pick(codes.hacFormulas))
  for (const code of secondaries.slice(before)) if (dice.chance(0.8)) draft.indicators.set(code, dice.pick(['N', 'U']))
  if (!dice.chance(0.2)) return
  addSecondary(draft, codes.diagnosesWith.get(dice.pick(codes.hacAttributes)))
  draft.indicators.set(secondaries.at(-1) as string, dice.pick(['', '1']))
}

/** A death, with an MCC that counts only for those who live. */
function addDeath(draft: Draft): void {
  draft.dischargeStatus = '20'
  addSecondary(draft, draft.codes.diagnosesWith.get('mccalive'))
}

/** More secondaries and procedures, up to counts that are mostly small and sometimes all that a claim can carry. */
function fillUp(draft: Draft, illness: keyof typeof ILLNESS, surgery: keyof typeof SURGERY): void {
  const { codes, dice } = draft
  repeat(dice.few(MOST_SECONDARIES, 2) - draft.secondaries.length, () =>
    addSecondary(draft, secondariesOf(draft, illness)),
  )
  if (surgery === 'none') return
  repeat(dice.few(MOST_PROCEDURES, 8) - draft.procedures.length, () =>
    addProcedure(draft, surgery === 'minor' ? codes.proceduresWith.get('nonor') : proceduresOf(draft)),
  )
}

function secondariesOf({ codes, dice }: Draft, illness: keyof typeof ILLNESS): string[] | undefined {
  if (illness === 'plain') return codes.diagnosesOfSeverity.get('NCC')
  if (illness === 'moderate') return codes.diagnosesOfSeverity.get(dice.pick(['NCC', 'CC']))
  const kind = dice.weighed({ severity: 0.5, attribute: 0.2, trauma: 0.05, any: 0.25 })
  if (kind === 'severity') return codes.diagnosesOfSeverity.get(dice.pick(['CC', 'MCC']))
  if (kind === 'attribute') return codes.diagnosesWith.get(dice.pick(codes.diagnosisAttributes))
  return kind === 'trauma' ? codes.diagnosesWith.get('strauma') : codes.diagnoses
}

function proceduresOf({ codes, dice }: Draft): string[] | undefined {
  return dice.chance(0.5) ? codes.proceduresWith.get(dice.pick(codes.procedureAttributes)) : codes.procedures
}

/** Noise: codes and counts by nothing but chance. */
function fillUniformly(draft: Draft): void {
  const { codes, dice } = draft
  draft.dischargeStatus = dice.pick([...VALID_STATUSES, ...INVALID_STATUSES])
  repeat(dice.between(0, MOST_SECONDARIES), () => addSecondary(draft, codes.diagnoses))
  repeat(dice.between(0, MOST_PROCEDURES), () => addProcedure(draft, codes.procedures))
}

/** Codes in random order, no more than a claim can carry. */
function claimOf(draft: Draft): ConformanceClaim {
  const { codes, dice } = draft
  const secondaries = dice.shuffled(draft.secondaries).slice(0, MOST_SECONDARIES)
  const diagnoses = draft.principal === '' && dice.chance(0.5) ? [] : [draft.principal, ...secondaries]
  const indicators = dice.weighed(INDICATORS)
  return {
    version: codes.version,
    ageInYears: dice.between(0, 120),
    sex: draft.sex,
    dischargeStatus: draft.dischargeStatus,
    diagnoses: diagnoses.map((code) => ({ code, poa: draft.indicators.get(code) ?? drawPoa(indicators, dice) })),
    procedures: dice.shuffled(draft.procedures).slice(0, MOST_PROCEDURES),
  }
}

function drawPoa(indicators: keyof typeof INDICATORS, dice: Dice): string {
  if (indicators === 'present') return 'Y'
  return indicators === 'usual'
    ? dice.weighed({ Y: 0.75, N: 0.15, U: 0.05, W: 0.05 })
    : dice.pick(['Y', 'N', 'U', 'W', '1', ''])
}
