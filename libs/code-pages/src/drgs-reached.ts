import type { Grouper } from '@claims-audit/ms-drg'
import type { DrgFamily, Family } from './page.js'

/** DRGs of operations unrelated to the principal diagnosis (MS-DRG Definitions Manual, DRGs 981 to 989). */
const isUnrelated = (drg: string): boolean => drg >= '981' && drg <= '989'
/**
 * Pneumonia and a urinary infection: what they reach with the same procedures, as before any MDC, every principal does.
 */
const OTHERS = ['J18.9', 'N39.0']
/** Error DRGs. */
const isError = (drg: string): boolean => drg === '998' || drg === '999'

/** Home, another hospital, against advice, died: what some families of stays without a procedure go by. */
const STATUSES = ['01', '02', '07', '20']
/** A vaginal and a cesarean delivery: what families of deliveries are made of. */
const DELIVERIES = ['10E0XZZ', '10D00Z1']

const OBSTETRIC = 14

/**
 * Every family that a stay with this principal diagnosis comes to: without a procedure, with any one, and with any one
 * beside one of each family.
 */
export function familiesOfPrincipal(code: string, version: string, grouper: Grouper): Family[] {
  // A delivery is known by its outcome.
  const mdc = grouper.diagnosis(grouper.codes.diagnosis(code), version)?.mdc
  const outcome = mdc === OBSTETRIC ? ['Z370'] : []
  const diagnoses = [code, ...outcome].map((each) => ({ code: each, poa: 'Y' }))
  const group = (procedures: string[], dischargeStatus = '01', sex: 'F' | 'M' = 'F') =>
    grouper.group(grouper.read({ diagnoses, procedures, ageInYears: 30, sex, dischargeStatus }), version)
  const other = OTHERS.find((each) => grouper.diagnosis(grouper.codes.diagnosis(each), version)?.mdc !== mdc) as string
  const isOfAny = (baseDrg: string, procedures: string[]): boolean =>
    isUnrelated(baseDrg) || (procedures.length > 0 && baseDrgOf(other, procedures, version, grouper) === baseDrg)
  const found = new Map<string, Family>()
  const firstBy = new Map<string, string[]>()
  const take = (procedures: string[], { baseDrg, returnCode }: ReturnType<Grouper['group']>): void => {
    if (returnCode !== 'OK' || isError(baseDrg)) return
    if (found.has(baseDrg)) return
    firstBy.set(baseDrg, procedures)
    const by = isOfAny(baseDrg, procedures) ? 'any principal' : procedures.length === 0 ? 'medical' : 'procedure'
    found.set(baseDrg, familyOf(baseDrg, by, version, grouper))
  }
  for (const status of STATUSES) take([], group([], status))
  take([], group([], '01', 'M'))
  const procedures = oneOfEachProfile(version, grouper)
  for (const procedure of procedures) take([procedure], group([procedure]))
  const starts = new Set([...[...firstBy.values()].flat(), ...DELIVERIES])
  for (const first of starts) for (const second of procedures) take([first, second], group([first, second]))
  return [...found.values()].sort(byFirstDrg)
}

/** The families that a procedure by itself decides, with a principal diagnosis of each MDC. */
export function familiesOfProcedure(code: string, principals: string[], version: string, grouper: Grouper): Family[] {
  const found = new Map<string, Family>()
  for (const principal of principals) {
    const [without, baseDrg] = [[], [code]].map((procedures) => baseDrgOf(principal, procedures, version, grouper))
    if (baseDrg === undefined || baseDrg === without || found.has(baseDrg)) continue
    found.set(baseDrg, familyOf(baseDrg, isUnrelated(baseDrg) ? 'any principal' : 'procedure', version, grouper))
  }
  return [...found.values()].sort(byFirstDrg)
}

/** The base DRG of a stay with this principal and these procedures; undefined where it is an error. */
function baseDrgOf(code: string, procedures: string[], version: string, grouper: Grouper): string | undefined {
  const diagnoses = [{ code, poa: 'Y' }]
  const stay = grouper.read({ diagnoses, procedures, ageInYears: 40, sex: 'F', dischargeStatus: '01' })
  const { baseDrg, returnCode } = grouper.group(stay, version)
  return returnCode === 'OK' && !isError(baseDrg) ? baseDrg : undefined
}

function familyOf(baseDrg: string, by: Family['by'], version: string, grouper: Grouper): Family {
  const title = grouper.title(Number(baseDrg), version)
  return { drgs: grouper.family(baseDrg, version), by, title: title.replace(/\s+with(?:out)? (?:MCC|CC).*$/i, '') }
}

/** One procedure for each set of what formulas ask of procedures: the others group the same. */
function oneOfEachProfile(version: string, grouper: Grouper): string[] {
  const { codes } = grouper
  const profiles = new Map<string, string>()
  for (let number = 0; number < codes.procedureKeys.length; number++) {
    const known = grouper.procedure(number, version)
    if (known === undefined || (!known.operatingRoom && known.attributes.length === 0)) continue
    const profile = `${known.operatingRoom} ${known.attributes.join()}`
    if (!profiles.has(profile)) profiles.set(profile, codes.procedureCode(number))
  }
  return [...profiles.values()]
}

const byFirstDrg = (a: Family, b: Family): number => ((a.drgs[0] as string) < (b.drgs[0] as string) ? -1 : 1)

/** With the weight of each DRG, where a table of weights is loaded for all. */
export function withWeights(family: Family, version: string, grouper: Grouper): DrgFamily {
  const weights = family.drgs.flatMap((drg) => grouper.weight(drg, version)?.weight ?? [])
  return { ...family, weights: weights.length === family.drgs.length ? weights : null }
}
