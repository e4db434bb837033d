import type { CodeFirst } from '@claims-audit/code-sets'
import { dotted } from '@claims-audit/contracts'
import { indicatorsOf } from '../../findings/match.js'
import { mentionsOf } from '../../record/facts.js'
import type { Match } from '../../findings/match.js'
import { factsFor } from '../../findings/supported-code.js'
import { groupedDiagnoses } from '../../record/grouped-diagnoses.js'
import { onNotes } from '../../record/notes-edition.js'
import { isWeeks, takesWeeks } from './weeks-of-gestation.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

/**
 * Codes that stand before what their "code first" note puts before them (Guideline I.A.13). What the note names, by
 * code or by kind, and the claim has later, is out of order and needs no provider; where the list is open ("such as")
 * and a condition stands before, the finding only informs. Where the code never stands without a cause, and no
 * condition of the claim may be it, the provider is asked.
 */
export function codeFirst(record: RecordUnderAudit): Match[] {
  const codes = groupedDiagnoses(record.claim).map(({ code }) => code)
  return codes.flatMap((code, at) => {
    if (codes.indexOf(code) < at || record.codeSets.diagnosis(code, record.date)?.valid !== true) return []
    const [match] = record.codeSets
      .codeFirst(code, record.date)
      .flatMap((instruction) => broken(instruction, code, codes.slice(0, at), codes.slice(at + 1), record) ?? [])
    return match === undefined ? [] : [match]
  })
}

function broken(
  instruction: CodeFirst,
  code: string,
  before: string[],
  after: string[],
  record: RecordUnderAudit,
): Match | undefined {
  if (!instruction.isFor(code) || before.some((other) => instruction.names(other, code))) return undefined
  if (isWeeks(code) && before.some(takesWeeks)) return undefined
  const kind = KINDS.find(({ named }) => named.test(instruction.text))
  if (before.some((other) => kind?.is(other) === true)) return undefined
  const named = after.find((other) => instruction.names(other, code))
  const late = named ?? after.find((other) => kind?.is(other) === true)
  if (late === undefined && (instruction.duty === 'conditional' || (instruction.open && before.length > 0)))
    return undefined
  const match = (what: string, codes: string[]): Match => ({
    codes: [code, ...codes].map(dotted),
    values: {
      code: dotted(code),
      title: record.codeSets.diagnosis(code, record.date)?.title ?? '',
      what,
      at: instruction.at,
      note: instruction.text,
    },
    indicators: indicatorsFor(code, record),
  })
  if (late !== undefined) {
    const another = instruction.open && before.some(isCause)
    return {
      ...match(`${dotted(late)} stands after it`, [late]),
      ...(another && { severity: 'info' as const }),
      ...onNotes(record, another ? 'review' : 'correct'),
    }
  }
  // An open note leaves which condition it is to the record: one that stands behind may be it, and then nothing is to
  // be asked.
  const maybe = instruction.open ? after.find(isCause) : undefined
  if (maybe !== undefined)
    return {
      ...match(`no code for it stands before, and ${dotted(maybe)} behind it may be it`, [maybe]),
      ...onNotes(record, 'review'),
    }
  return { ...match('no code for it stands before', []), ...onNotes(record, record.documented ? 'query' : 'review') }
}

/** Conditions that a note names by their kind, without codes: "underlying infection" at I26.90 and T81.12. */
const KINDS: { named: RegExp; is: (code: string) => boolean }[] = [
  {
    named: /\binfection\b/i,
    is: (code) =>
      /^(?:A|B(?!9[4-7])|J1[0-8]|J2[0-2]|N10|N12|N390|K6[15]|L0[0-8]|T814|T80[2]|O85|O86|G0[0-6]|I33|M00|M86|T82[67]|T83[56]|T84[56]|T857)/.test(
        code,
      ),
  },
  { named: /\bneoplasm\b|\bmalignan/i, is: (code) => /^(?:C|D[0-4])/.test(code) },
]

/** Neither a symptom, a status, an external cause nor a manifestation can be the condition that a note puts first. */
const isCause = (code: string): boolean => !/^[RZVWXY]/.test(code)

/** What in the record speaks of the code's condition: a query names it, and never a code. */
function indicatorsFor(code: string, record: RecordUnderAudit): string[] {
  const entry = record.codeSets.diagnosis(code, record.date)
  const facts = entry === undefined ? [] : mentionsOf(factsFor(entry, record))
  return indicatorsOf(facts, record.documentDates, record.documentTypes)
}
