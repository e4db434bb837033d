import { dotted } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

/** Something of which a stay has one. */
interface Kind {
  what: string
  /** The section of the Official Guidelines FY2026. */
  source: string
  /**
   * Which codes tell it, undotted; the groups of the pattern are whose it is, and a code without them is of the one
   * patient.
   */
  of: RegExp
  /** Where a code has the value; the whole code, unless said. */
  value?: number
}

const KINDS: Kind[] = [
  { what: 'birth weight', source: 'I.C.16.d', of: /^P07[01]/ },
  { what: 'gestational age at birth', source: 'I.C.16.d', of: /^P07[23]/ },
  { what: 'kind of birth of the newborn', source: 'I.C.16.a.2', of: /^Z38/ },
  { what: 'outcome of the delivery', source: 'I.C.15.b.5', of: /^Z37/ },
  { what: 'number of weeks of gestation', source: 'I.C.21.c.11', of: /^Z3A/ },
  { what: 'body mass index', source: 'I.B.14', of: /^Z68/ },
  { what: 'stage of chronic kidney disease', source: 'I.C.14.a.1', of: /^N18/ },
  { what: 'extent of the burns', source: 'I.C.19.d.6', of: /^T31/ },
  { what: 'class of obesity', source: 'I.B.2', of: /^E6681[123]/ },
  // Paroxysmal, persistent and permanent exclude each other, by their definitions.
  { what: 'kind of atrial fibrillation', source: 'I.B.2', of: /^I48[0-2]/, value: 3 },
  { what: 'severity of asthma', source: 'I.B.2', of: /^J45[2-5]/, value: 3 },
  { what: 'level and completeness of quadriplegia', source: 'I.B.2', of: /^G825/ },
  // Sixth character, of all injuries of one encounter: the patient lost consciousness once.
  { what: 'duration of the loss of consciousness', source: 'I.B.2', of: /^S06[0-68]..([A-Z])/, value: 5 },
  // Sixth character; the seventh is the time at which the score was taken, and each time has one.
  { what: 'coma score at the same time', source: 'I.C.18.e', of: /^R402([1-4]).(.)/, value: 5 },
]

/** The letters that these codes begin with: most claims have few of them, and every claim is asked. */
const CHAPTERS = new Set(KINDS.map(({ of }) => of.source.charAt(1)))

/**
 * Different billed codes that give two values of what a stay has one of. The record says which is right; none is chosen
 * here.
 */
export function oneOfEach(record: RecordUnderAudit): Match[] {
  const billed = record.billed.filter((code) => CHAPTERS.has(code.charAt(0)))
  if (billed.length < 2) return []
  return KINDS.flatMap(({ what, source, of, value }) => {
    const told = billed.filter((code) => of.test(code))
    if (told.length < 2) return []
    const groups = Map.groupBy(told, (code) => of.exec(code)?.slice(1).join() ?? '')
    return [...groups].flatMap(([, codes]) => {
      const values = new Set(codes.map((code) => (value === undefined ? code : code.charAt(value))))
      if (values.size < 2) return []
      const said = codes.map(dotted)
      return [{ codes: said, values: { codes: said.join(' and '), what, source } }]
    })
  })
}
