import { dotted } from '@claims-audit/contracts'
import type { Hit } from '../hit.js'
import { billedDiagnoses } from '../subject.js'
import type { RecordUnderAudit } from '../subject.js'

/** Pairs of billed codes that an Excludes1 note forbids together, each pair once, whichever side's note names the other (Guideline I.A.12.a). */
export function excludes1({ claim, codeSets, date }: RecordUnderAudit): Hit[] {
  const codes = [...new Set(billedDiagnoses(claim))]
  return pairs(codes).flatMap(([a, b]) => {
    const found = codeSets.excludes1(a, b, date)
    if (found === undefined) return []
    const [first, second] = [dotted(a), dotted(b)].sort() as [string, string]
    return [{ codes: [first, second], values: { a: first, b: second, note: found.note.text, at: found.note.at } }]
  })
}

const pairs = (codes: string[]): [string, string][] => codes.flatMap((a, at) => codes.slice(at + 1).map((b): [string, string] => [a, b]))
