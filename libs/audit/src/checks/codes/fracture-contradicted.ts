import type { CodeEntry } from '@claims-audit/code-sets'
import type { Fact } from '@claims-audit/evidence'
import { evidenceOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import { replacing } from '../../findings/proposal.js'
import { billedDiagnoses } from '../../findings/subject.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { isEstablished, isProviders } from '../../record/facts.js'

/** What notes call a bone, by the beginning of its name in titles. */
const BONES: Record<string, string[]> = {
  calcane: ['calcaneus', 'calcaneal', 'heel'],
  tibia: ['tibia', 'tibial', 'tibial shaft', 'tib fib', 'tibial plateau', 'pilon', 'distal tibia'],
  fibula: ['fibula', 'fibular', 'distal fibula'],
  malleol: ['ankle', 'bimalleolar', 'trimalleolar', 'malleolar'],
  femur: ['femur', 'femoral', 'femoral shaft', 'distal femur', 'supracondylar femur'],
  patella: ['patella', 'patellar'],
  radius: ['radius', 'radial', 'distal radius', 'wrist', 'forearm', 'both bone forearm'],
  ulna: ['ulna', 'ulnar', 'olecranon', 'forearm', 'both bone forearm'],
  humer: ['humerus', 'humeral', 'distal humerus', 'elbow'],
  metacarp: ['metacarpal', 'hand'],
  metatars: ['metatarsal', 'foot'],
  phalanx: ['finger', 'toe', 'phalanx', 'phalangeal', 'thumb', 'great toe'],
  mandib: ['mandible', 'mandibular'],
  skull: ['skull'],
}
const NAMED = Object.entries(BONES)
const phrasesOf = (how: string): string[] => [
  `${how} fracture`,
  ...new Set(NAMED.flatMap(([, names]) => names.map((name) => `${how} ${name} fracture`))),
]
const SAID = { closed: phrasesOf('closed'), open: [...phrasesOf('open'), ...phrasesOf('compound')] }

/** Ways of a fracture that a title ends with: the seventh characters A and B of an initial encounter. */
const BILLED = /initial encounter for (closed|open) fracture/i
const SEVENTH = { closed: 'A', open: 'B' } as const

/**
 * A fracture that is billed as closed where a provider documents an open one, or the other way round (Guideline
 * I.C.19.c: one that the record calls neither is closed). An open fracture of no stated type is type I or II.
 */
export function fractureContradicted(record: RecordUnderAudit): Match[] {
  if (!record.documented) return []
  const billed = [...new Set(billedDiagnoses(record.claim))].flatMap((code) => {
    const entry = record.codeSets.diagnosis(code, record.date)
    return entry !== undefined && BILLED.test(entry.title) ? [entry] : []
  })
  return billed.flatMap((entry) => matchOf(entry, billed.length === 1, record))
}

function matchOf(entry: CodeEntry, isAlone: boolean, record: RecordUnderAudit): Match[] {
  const own = BILLED.exec(entry.title)?.[1]?.toLowerCase() === 'open' ? 'open' : 'closed'
  const other = own === 'open' ? 'closed' : 'open'
  const of = (how: 'open' | 'closed'): Fact[] =>
    record.readFor(SAID[how]).filter((fact) => isOf(fact, entry.title, isAlone) && isSaid(fact, record))
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

const isSaid = (fact: Fact, { claim }: RecordUnderAudit): boolean =>
  fact.assertion === 'affirmed' && isEstablished(fact, claim.claimType) && isProviders(fact, claim.claimType)

/** Whether the words are of the code's own bone; those that name none are, where no other fracture is billed. */
function isOf({ text }: Fact, title: string, isAlone: boolean): boolean {
  const words = text.toLowerCase()
  const bones = NAMED.filter(([, names]) => names.some((name) => words.includes(name)))
  return bones.length === 0 ? isAlone : bones.some(([bone]) => title.toLowerCase().includes(bone))
}
