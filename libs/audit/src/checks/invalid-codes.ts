import { dotted } from '@claims-audit/contracts'
import type { Hit } from '../hit.js'
import type { RecordUnderAudit } from '../subject.js'

/** Codes that are no code on the date: unknown, deleted, not yet in force, of the wrong length. Headers are another check's. */
export function invalidCodes({ claim, codeSets, date }: RecordUnderAudit): Hit[] {
  const diagnoses = claim.diagnoses.map((diagnosis) => diagnosis.code).filter((code) => {
    const entry = codeSets.diagnosis(code, date)
    return entry === undefined || (!entry.valid && !entry.header)
  })
  const procedures = claim.procedures.map((procedure) => procedure.code).filter((code) => codeSets.procedure(code, date)?.valid !== true)
  const hit = (code: string, system: string): Hit => ({ codes: [code], locus: [system], values: { code, system, date } })
  return [...unique(diagnoses).map((code) => hit(dotted(code), 'ICD-10-CM')), ...unique(procedures).map((code) => hit(code, 'ICD-10-PCS'))]
}

const unique = (codes: string[]): string[] => [...new Set(codes)]
