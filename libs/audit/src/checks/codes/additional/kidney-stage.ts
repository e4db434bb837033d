import type { Fact } from '@claims-audit/evidence'
import type { RecordUnderAudit } from '../../../findings/subject.js'
import type { Additional, Reading } from './additional.js'
import { wordings } from './additional.js'

/** Stages by how they are written; 3 has had letters since FY2021 (ICD-10-CM Tabular List, N18.3-). */
const CODES: Record<string, string> = {
  '1': 'N18.1',
  i: 'N18.1',
  '2': 'N18.2',
  ii: 'N18.2',
  '3': 'N18.30',
  iii: 'N18.30',
  '3a': 'N18.31',
  iiia: 'N18.31',
  '3b': 'N18.32',
  iiib: 'N18.32',
  '4': 'N18.4',
  iv: 'N18.4',
  '5': 'N18.5',
  v: 'N18.5',
}
const DISEASE = ['ckd', 'chronic kidney disease', 'chronic renal disease', 'chronic renal insufficiency']
const END_STAGE = ['esrd', 'end stage renal disease', 'end stage kidney disease']
/** "Stage 3b CKD": the stage before the disease. */
const BEFORE = new Map(
  Object.entries(CODES).flatMap(([stage, code]) =>
    wordings(['stage'], [stage], DISEASE).map((said): [string, string] => [said, code]),
  ),
)
/** "CKD stage 3b", "chronic kidney disease, stage IIIa", "CKD G3b": the stage behind it. */
const BEHIND = /^[\s,(-]{0,3}(?:stage\s*|grade\s*|g)?(\d[ab]?|iii[ab]?|iv|ii|i|v)\b(?!\s*(?:\/|%|mg|years?|days?))/i

/** How far behind its name the stage stands, in characters. */
const NEAR = 20

/** A mention with the stage that stands behind it. */
function staged(fact: Fact, { texts }: RecordUnderAudit): { code: string; fact: Fact } | undefined {
  const before = BEFORE.get(fact.concept)
  if (before !== undefined) return { code: before, fact }
  if (END_STAGE.includes(fact.concept)) return { code: 'N18.6', fact }
  const text = texts.get(fact.documentId) ?? ''
  const [said = '', stage = ''] = BEHIND.exec(text.slice(fact.end, fact.end + NEAR)) ?? []
  const code = CODES[stage.toLowerCase()]
  const end = fact.end + said.length
  return code === undefined ? undefined : { code, fact: { ...fact, end, text: text.slice(fact.start, end) } }
}

/** The stage of chronic kidney disease that I12.-, I13.- and diabetes with kidney disease ask for. */
export const KIDNEY_STAGE: Additional = {
  family: 'N18',
  phrases: [...DISEASE, ...END_STAGE, ...BEFORE.keys()],
  // A plain stage 3 beside 3a or 3b is the same stage, said shorter; end-stage disease comes after every stage. Of two
  // other stages one is past, and the record does not say which.
  read: (facts, record): Reading[] => {
    const byCode = Map.groupBy(
      facts.flatMap((fact) => staged(fact, record) ?? []),
      ({ code }) => code,
    )
    const isLettered = byCode.has('N18.31') || byCode.has('N18.32')
    if (isLettered) byCode.delete('N18.30')
    const readings = [...byCode].map(([code, said]) => ({ code, facts: said.map(({ fact }) => fact) }))
    const last = readings.filter(({ code }) => code === 'N18.6')
    return last.length > 0 ? last : readings.length === 1 ? readings : []
  },
}
