import { daysBetween } from '@claims-audit/claim'
import { dotted } from '@claims-audit/contracts'
import { NO_CHANGE } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

type BilledClaim = RecordUnderAudit['claim']

/**
 * NUBC value code 54: the weight of a newborn in grams at birth, or at admission where the child was born elsewhere.
 */
const BIRTH_WEIGHT = '54'
/** What a newborn may weigh; beyond it the amount is not one of grams. */
const LEAST = 200
const MOST = 8000
const LOW = 2500

/** The last character of P05.0-, P05.1-, P07.0- and P07.1-, with the grams that it stands for, both included. */
const BANDS: Record<string, [number, number]> = {
  1: [0, 499],
  2: [500, 749],
  3: [750, 999],
  4: [1000, 1249],
  5: [1250, 1499],
  6: [1500, 1749],
  7: [1750, 1999],
  8: [2000, 2499],
  9: [2500, Infinity],
}
/** Of codes that leave the weight open, by the code; P05.00 and P05.10 are of any. */
const OPEN_BANDS: Record<string, [number, number]> = { P0700: [0, 999], P0710: [1000, 2499] }
const WEIGHT_CODE = /^P0(?:5[01]|7[01])./
/** Born outside of a hospital. */
const BORN_ELSEWHERE = new Set(['Z381', 'Z384', 'Z387'])

/** A billed code for another weight than value code 54 gives. */
export function birthWeightContradicted({ claim, billed }: RecordUnderAudit): Match[] {
  const grams = birthWeightOf(claim)
  if (grams === undefined) return []
  if (billed.some((code) => BORN_ELSEWHERE.has(code))) return []
  return billed.flatMap((code) => {
    const band = WEIGHT_CODE.test(code) ? (OPEN_BANDS[code] ?? BANDS[code.charAt(4)]) : undefined
    if (band === undefined || (grams >= band[0] && grams <= band[1])) return []
    const right = codeFor(code, grams)
    const replace = right === undefined ? [] : [{ from: dotted(code), to: dotted(right) }]
    return [
      {
        codes: [dotted(code)],
        values: { code: dotted(code), grams: String(grams), said: bandText(band) },
        proposal: { ...NO_CHANGE, replace },
      },
    ]
  })
}

/** A newborn under 2,500 g without a code that tells the weight. */
export function birthWeightUncoded({ claim, billed }: RecordUnderAudit): Match[] {
  const grams = birthWeightOf(claim)
  if (grams === undefined || grams >= LOW || !isNewborn(claim, billed)) return []
  if (billed.some((code) => WEIGHT_CODE.test(code))) return []
  return [
    {
      codes: [],
      values: { grams: String(grams) },
      indicators: [`Birth weight ${grams} g (value code 54 of the claim)`],
    },
  ]
}

/** Undefined where the claim gives none, several, or what is no weight of a newborn. */
function birthWeightOf({ values = [] }: BilledClaim): number | undefined {
  const given = [...new Set(values.filter(({ code }) => code === BIRTH_WEIGHT).map(({ amount }) => Number(amount)))]
  const [grams] = given
  return grams !== undefined && given.length === 1 && grams >= LEAST && grams <= MOST ? grams : undefined
}

/** Of the same category and kind; undefined where there is no such code: P07 ends at 2,499 g. */
function codeFor(code: string, grams: number): string | undefined {
  const digit = Object.keys(BANDS).find((each) => grams <= (BANDS[each]?.[1] ?? 0)) ?? ''
  if (code.startsWith('P05')) return `${code.slice(0, 4)}${digit}`
  if (digit === '9') return undefined
  return digit <= '3' ? `P070${digit}` : `P071${digit}`
}

const bandText = ([from, to]: [number, number]): string =>
  from === 0 ? `${to} g or less` : to === Infinity ? `${from} g or more` : `${from} to ${to} g`

/** A newborn is one of 28 days at most (ICD-10-CM Official Guidelines, I.C.16.a.1). */
const PERINATAL_DAYS = 28

function isNewborn(claim: BilledClaim, billed: readonly string[]): boolean {
  if (billed.some((code) => code.startsWith('Z38'))) return true
  const { patient, admissionDate } = claim
  if (patient.birthDate === undefined || admissionDate === undefined) return false
  return daysBetween(patient.birthDate, admissionDate) <= PERINATAL_DAYS
}
