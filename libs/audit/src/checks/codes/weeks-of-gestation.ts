import { dotted } from '@claims-audit/contracts'
import { NO_CHANGE } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

export const isWeeks = (code: string): boolean => code.startsWith('Z3A')

/** Abortive outcomes, and the elective termination of a pregnancy. */
export const isAbortive = (code: string): boolean => /^O0[0-8]/.test(code) || code === 'Z332'

/**
 * Conditions of labor and delivery (O60-O77) take the weeks as the rest of chapter 15 does, though the note at Z3A does
 * not list O61-O77: Guideline I.C.21.c.11 bars them only from abortive outcomes and postpartum conditions, and the note
 * of the chapter asks for them.
 */
export const takesWeeks = (code: string): boolean => /^O(?:6\d|7[0-7])/.test(code)

/** A condition of the puerperium by its title. */
export const isPuerperal = (code: string, { codeSets, date }: RecordUnderAudit): boolean =>
  code.startsWith('O') && !takesWeeks(code) && /puerper|postpartum/i.test(codeSets.diagnosis(code, date)?.title ?? '')

/**
 * Weeks of gestation beside an abortive outcome or a condition of the puerperium, and nothing of a pregnancy that goes
 * on or ends in a delivery.
 */
export function weeksOfGestation(record: RecordUnderAudit): Match[] {
  const billed = record.billed
  const weeks = billed.filter(isWeeks)
  if (weeks.length === 0) return []
  const barring = billed.filter((code) => isAbortive(code) || isPuerperal(code, record))
  const others = billed.filter((code) => /^O|^Z3[47]/.test(code) && !barring.includes(code))
  if (barring.length === 0 || others.length > 0) return []
  return weeks.map((code) => ({
    codes: [dotted(code)],
    values: { code: dotted(code), beside: barring.map(dotted).join(' and ') },
    proposal: { ...NO_CHANGE, remove: [{ code: dotted(code) }] },
  }))
}
