import {
  addCluster,
  addCounted,
  addProcedure,
  addSecondary,
  addTrauma,
  COUNTED,
  EDGES,
  INVALID_STATUSES,
  NO_DIAGNOSES,
} from './draft.ts'
import type { Draft } from './draft.ts'
import { wantedAtoms } from './wanted-atoms.ts'

/** How often an atom is left out, so that the formula is missed narrowly. */
const LEFT_OUT = 0.06

/**
 * What the conditions that a grouper computes ask of a claim. Those that count procedures are in COUNTED; those that
 * every claim has (`MDC01`, `ANYDX`) ask nothing.
 */
const CONDITIONS: Record<string, (draft: Draft) => void> = {
  MCC: (draft) => addSecondary(draft, draft.codes.diagnosesOfSeverity.get('MCC')),
  CC: (draft) => addSecondary(draft, draft.codes.diagnosesOfSeverity.get('CC')),
  MULTST: addTrauma,
  DIED: (draft) => void (draft.dischargeStatus = '20'),
  AMA: (draft) => void (draft.dischargeStatus = '07'),
  XFRNBA: (draft) => void (draft.dischargeStatus = draft.dice.pick(['02', '05', '66', '82', '85', '94'])),
  INVALID_DSTAT: (draft) => void (draft.dischargeStatus = draft.dice.pick(INVALID_STATUSES)),
  INVALID_PDX: EDGES.unknown,
  PDX_ECODE: EDGES.external,
  INVALID_SEX: EDGES.sex,
}

/**
 * Puts on a claim what makes a formula true, most of the time. A principal is changed only where the formula asks for
 * one; `mdc` says of which MDC it had better be.
 */
export function meetFormula(draft: Draft, formula: string, mdc?: string): void {
  for (const atom of wantedAtoms(formula, draft.dice)) {
    if (!draft.dice.chance(LEFT_OUT)) meetAtom(draft, atom, mdc)
  }
}

function meetAtom(draft: Draft, atom: string, mdc: string | undefined): void {
  const [scope, attribute] = atom.includes(':') ? (atom.split(':') as [string, string]) : ['', atom]
  const condition = CONDITIONS[atom]
  const counted = COUNTED[atom]
  if (condition) condition(draft)
  else if (counted) addCounted(draft, counted)
  else if (scope === '' && !draft.codes.diagnosesWith.has(attribute)) meetProcedure(draft, attribute)
  else if (scope === 'SDX') addSecondary(draft, draft.codes.diagnosesWith.get(attribute))
  else if (scope === 'ONLY') meetOnly(draft, attribute, mdc)
  else if (scope === 'PDX' || draft.dice.chance(0.5)) setPrincipal(draft, attribute, mdc)
  else addSecondary(draft, draft.codes.diagnosesWith.get(attribute))
}

/** A principal with the attribute, of the MDC where there is one. */
function setPrincipal(draft: Draft, attribute: string, mdc: string | undefined): void {
  const carriers = draft.codes.diagnosesOfMdcWith.get(`${mdc} ${attribute}`) ?? draft.codes.diagnosesWith.get(attribute)
  if (carriers) draft.principal = draft.dice.pick(carriers)
}

/** No other diagnoses than such; an invalid one does not count. */
function meetOnly(draft: Draft, attribute: string, mdc: string | undefined): void {
  setPrincipal(draft, attribute, mdc)
  draft.secondaries = []
  addSecondary(draft, draft.codes.diagnosesWith.get(attribute))
  if (draft.dice.chance(0.3)) addSecondary(draft, NO_DIAGNOSES)
}

/**
 * The attribute's carrier, where the claim has none yet (and sometimes where it has): a procedure or more, or a
 * complete cluster, always where no procedure carries it.
 */
function meetProcedure(draft: Draft, attribute: string): void {
  const { codes, dice } = draft
  const met = draft.procedures.some((code) => codes.attributesOfProcedure.get(code)?.includes(attribute))
  if (met && dice.chance(0.7)) return
  const clusters = codes.clustersWith.get(attribute) ?? []
  const single = codes.proceduresWith.get(attribute) ?? []
  if (clusters.length > 0 && (single.length === 0 || dice.chance(0.3))) addCluster(draft, dice.pick(clusters), true)
  else for (let left = dice.pick([1, 1, 1, 1, 2, 3]); left > 0; left -= 1) addProcedure(draft, single)
}
