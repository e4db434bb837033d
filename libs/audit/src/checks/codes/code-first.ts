import type { CodeFirst } from '@claims-audit/code-sets'
import { dotted } from '@claims-audit/contracts'
import type { Hit } from '../../findings/hit.js'
import { groupedDiagnoses } from '../../record/grouped-diagnoses.js'
import { onNotes } from '../../record/notes-edition.js'
import { isWeeks, takesWeeks } from './weeks-of-gestation.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

/**
 * Codes that stand before what their "code first" note puts before them (Guideline I.A.13). What the note names and the claim has later, is out of
 * order; where the list is open ("such as") and something else stands before, a person looks. Where the code never stands without a cause, none before it is
 * missing: any will do where the list is open.
 */
export function codeFirst(record: RecordUnderAudit): Hit[] {
  const codes = groupedDiagnoses(record.claim).map(({ code }) => code)
  return codes.flatMap((code, at) => {
    if (codes.indexOf(code) < at || record.codeSets.diagnosis(code, record.date)?.valid !== true) return []
    const [hit] = record.codeSets
      .codeFirst(code, record.date)
      .flatMap((instruction) => broken(instruction, code, codes.slice(0, at), codes.slice(at + 1), record) ?? [])
    return hit === undefined ? [] : [hit]
  })
}

function broken(
  instruction: CodeFirst,
  code: string,
  before: string[],
  after: string[],
  record: RecordUnderAudit,
): Hit | undefined {
  if (!instruction.isFor(code) || before.some((other) => instruction.names(other, code))) return undefined
  if (isWeeks(code) && before.some(takesWeeks)) return undefined
  const late = after.find((other) => instruction.names(other, code))
  if (late === undefined && (instruction.duty === 'conditional' || (instruction.open && before.length > 0)))
    return undefined
  const what = late === undefined ? 'no code for it stands before' : `${dotted(late)} stands after it`
  return {
    codes: [dotted(code), ...(late === undefined ? [] : [dotted(late)])],
    values: {
      code: dotted(code),
      title: record.codeSets.diagnosis(code, record.date)?.title ?? '',
      what,
      at: instruction.at,
      note: instruction.text,
    },
    indicators: [`${dotted(code)} is billed`],
    ...onNotes(record, late === undefined ? 'query' : instruction.open && before.length > 0 ? 'review' : 'correct'),
  }
}
