import { dotted } from '@claims-audit/contracts'
import type { Hit } from '../hit.js'
import { billedDiagnoses } from '../subject.js'
import type { RecordUnderAudit } from '../subject.js'

/** Diagnoses that are no code on the date: unknown, deleted, not yet in force, of the wrong length. Headers are another check's, the admitting diagnosis too. */
export function invalidCodes({ claim, codeSets, date }: RecordUnderAudit): Hit[] {
  const invalid = billedDiagnoses(claim).filter((code) => {
    const entry = codeSets.diagnosis(code, date)
    return entry === undefined || (!entry.valid && !entry.header)
  })
  return unique(invalid).map((code) => ({ codes: [dotted(code)], values: { code: dotted(code), date } }))
}

/** Procedures that are none on the date. */
export function invalidProcedures({ claim, codeSets, date }: RecordUnderAudit): Hit[] {
  const invalid = claim.procedures.map((procedure) => procedure.code).filter((code) => codeSets.procedure(code, date)?.valid !== true)
  return unique(invalid).map((code) => ({ codes: [code], values: { code, date } }))
}

/** The admitting diagnosis, or an outpatient's reason for the visit. */
export function invalidAdmitting({ claim, codeSets, date }: RecordUnderAudit): Hit[] {
  const admitting = claim.diagnoses.filter(({ role }) => role === 'admitting').map(({ code }) => code)
  const invalid = admitting.filter((code) => codeSets.diagnosis(code, date)?.valid !== true)
  return unique(invalid).map((code) => ({ codes: [dotted(code)], values: { code: dotted(code), date } }))
}

const unique = (codes: string[]): string[] => [...new Set(codes)]
