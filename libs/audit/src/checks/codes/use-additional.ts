import type { Instruction } from '@claims-audit/code-sets'
import { dotted, normalizeCode } from '@claims-audit/contracts'
import type { Fact } from '@claims-audit/evidence'
import { isEstablished, isProviders, mentionsOf } from '../../record/facts.js'
import { evidenceOf, NO_CHANGE } from '../../findings/hit.js'
import type { Hit } from '../../findings/hit.js'
import { onNotes } from '../../record/notes-edition.js'
import { billedDiagnoses } from '../../findings/subject.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

/** What the lexicon reads for such notes, and the code or category that carries it (ICD-10-CM tabular). */
const CARRIED_BY: Record<string, string> = {
  'tobacco-dependence': 'F17',
  'tobacco-history': 'Z87.891',
  'long-term-insulin': 'Z79.4',
  'oral-hypoglycemics': 'Z79.84',
  'kidney-disease-stage-1': 'N18.1',
  'kidney-disease-stage-2': 'N18.2',
  'kidney-disease-stage-3': 'N18.3',
  'kidney-disease-stage-4': 'N18.4',
  'kidney-disease-stage-5': 'N18.5',
  'body-mass-index': 'Z68',
  'urinary-retention': 'R33.8',
  nocturia: 'R35.1',
}

/** "Use additional code" notes whose condition the record establishes, and no code of the claim carries (Guideline I.A.13 and I.A.17): each condition once. */
export function useAdditional(record: RecordUnderAudit): Hit[] {
  const stated = Map.groupBy(
    record.facts.filter((fact) => fact.concept in CARRIED_BY && counts(fact, record)),
    ({ concept }) => concept,
  )
  const stages = [...stated.keys()].filter((concept) => concept.startsWith('kidney-disease'))
  // Of two stages one is past, and which is not told here.
  const decided = [...stated].filter(([concept]) => stages.length < 2 || !stages.includes(concept))
  return decided.flatMap(([concept, facts]) => lacking(CARRIED_BY[concept] as string, facts, record) ?? [])
}

/** A body mass index may be taken from any clinician who cares for the patient (Guideline I.B.14). In pregnancy neither it (I.C.21.c.3) nor the insulin (I.C.15.i) is coded so. */
function counts(fact: Fact, { claim }: RecordUnderAudit): boolean {
  if (!isEstablished(fact, claim.claimType)) return false
  if (billedDiagnoses(claim).some((code) => code.startsWith('O')) && IN_PREGNANCY.has(fact.concept)) return false
  return fact.concept === 'body-mass-index' || isProviders(fact, claim.claimType)
}

const IN_PREGNANCY = new Set(['body-mass-index', 'long-term-insulin', 'oral-hypoglycemics'])

/** The first billed code whose note asks for what the facts say, unless the claim has it. */
function lacking(carrier: string, facts: Fact[], record: RecordUnderAudit): Hit | undefined {
  const { claim, codeSets, date } = record
  const billed = [...new Set(billedDiagnoses(claim))]
  const prefix = normalizeCode(carrier)
  // A code of the same category says how the coder read it; one that an Excludes1 note sets against it says so too.
  if (
    billed.some(
      (code) => code.startsWith(prefix.slice(0, CATEGORY)) || codeSets.excludes1(prefix, code, date) !== undefined,
    )
  )
    return undefined
  for (const code of billed) {
    const note = codeSets.useAdditional(code, date).find((instruction) => asksFor(instruction, prefix, code))
    if (note !== undefined) return hitOf(code, carrier, note, facts, record)
  }
  return undefined
}

const CATEGORY = 3

/** A category is asked for where its first code is. */
const asksFor = (instruction: Instruction, prefix: string, self: string): boolean =>
  ['', '0', '1'].some((first) => instruction.names(prefix + first, self))

function hitOf(code: string, carrier: string, { at, text }: Instruction, facts: Fact[], record: RecordUnderAudit): Hit {
  const complete = record.codeSets.diagnosis(normalizeCode(carrier), record.date)?.valid === true
  const said = mentionsOf(facts)
  return {
    codes: [dotted(code)],
    locus: [carrier],
    values: {
      code: dotted(code),
      at,
      note: text,
      said: said[0]?.text ?? '',
      carrier: complete ? carrier : `a code of ${carrier}`,
    },
    evidence: evidenceOf(said),
    proposal: complete ? { ...NO_CHANGE, add: [{ code: carrier, role: 'secondary' }] } : NO_CHANGE,
    ...onNotes(record, 'correct'),
  }
}
