import type { CodeEntry } from '@claims-audit/code-sets'
import type { CodingTables, Fact } from '@claims-audit/evidence'
import { evidenceOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import { replacing } from '../../findings/proposal.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { isDiagnosed } from '../../record/facts.js'
import { onceFor } from '../../knowledge/once-for.js'

type Bones = CodingTables['bones']
type Way = 'open' | 'closed'

/** What notes write for an open and a closed fracture, of any bone; one list is compiled once. */
const phrasesFor = onceFor((bones: Bones): Record<Way, string[]> => {
  const names = [...new Set(Object.values(bones).flat())]
  const of = (how: string): string[] => [`${how} fracture`, ...names.map((name) => `${how} ${name} fracture`)]
  return { closed: of('closed'), open: [...of('open'), ...of('compound')] }
})

/** What a title ends with: the seventh characters A and B of an initial encounter. */
const BILLED = /initial encounter for (closed|open) fracture/i
const SEVENTH = { closed: 'A', open: 'B' } as const

/**
 * A fracture that is billed as closed where a provider documents an open one, or the other way round (Guideline
 * I.C.19.c: one that the record calls neither is closed). An open fracture of no stated type is type I or II.
 */
export function fractureContradicted(record: RecordUnderAudit): Match[] {
  if (!record.documented) return []
  const billed = record.billed.flatMap((code) => {
    const entry = record.codeSets.diagnosis(code, record.date)
    return entry !== undefined && BILLED.test(entry.title) ? [entry] : []
  })
  return billed.flatMap((entry) => matchOf(entry, billed.length === 1, record))
}

function matchOf(entry: CodeEntry, isAlone: boolean, record: RecordUnderAudit): Match[] {
  const own = BILLED.exec(entry.title)?.[1]?.toLowerCase() === 'open' ? 'open' : 'closed'
  const other = own === 'open' ? 'closed' : 'open'
  const { bones } = record.coding
  const of = (how: Way): Fact[] =>
    record
      .readFor(phrasesFor(bones)[how])
      .filter((fact) => isOf(fact, bones, entry.title, isAlone) && isDiagnosed(fact, record.claim.claimType))
  const said = of(other)
  const instead = record.codeSets.diagnosis(`${entry.code.slice(0, -1)}${SEVENTH[other]}`, record.date)
  if (said.length === 0 || of(own).length > 0 || instead?.billable !== true || !instead.valid) return []
  return [
    {
      codes: [entry.dotted],
      values: { code: entry.dotted, title: entry.title, own, said: said[0]?.text ?? '', instead: instead.dotted },
      evidence: evidenceOf(said),
      proposal: replacing(entry.code, instead.code, record.claim),
    },
  ]
}

/** Whether the words are of the code's own bone; those that name none are, where no other fracture is billed. */
function isOf({ text }: Fact, bones: Bones, title: string, isAlone: boolean): boolean {
  const words = text.toLowerCase()
  const named = Object.entries(bones).filter(([, names]) => names.some((name) => words.includes(name)))
  return named.length === 0 ? isAlone : named.some(([bone]) => title.toLowerCase().includes(bone))
}
