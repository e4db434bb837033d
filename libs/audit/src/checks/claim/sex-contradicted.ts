import { ageAtAdmission } from '@claims-audit/claim'
import type { Evidence } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import { SEX_DIFFERS, SEX_NAMES } from '../codes/sex-of-organ.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

/** "46-year-old right-handed woman", "a 71 y/o white male", "67yo F": an age, and the sex within a few words of it. */
const PERSON =
  /\b(\d{1,3})[ -]?(?:years?|yrs?|y)(?:[ -]?old|\/o|[ -]?o\b|\.o\.)?,? (?:(?!with\b|who\b|whose\b|lives\b|has\b|is\b|and\b)[a-z][a-z-]+,? ){0,3}?(female|woman|lady|girl|male|man|gentleman|boy|f|m)\b(?! (?:pattern|partner|donor|infant|newborn|friend))/gi
/** Of whom an age behind one of these is. */
const OF_ANOTHER =
  /\b(?:husband|wife|spouse|partner|brother|sister|son|daughter|mother|father|friend|donor|roommate)\b[^.;\n]{0,20}$/i
const SEX: Record<string, 'F' | 'M'> = {
  ...{ female: 'F', woman: 'F', lady: 'F', girl: 'F', f: 'F' },
  ...{ male: 'M', man: 'M', gentleman: 'M', boy: 'M', m: 'M' },
}

/** In characters. */
const BEFORE = 40
/** In years: a note written around a birthday is of the same patient. */
const NEARLY = 1

/**
 * A record that gives the patient of the claim's age the other sex, and never the claim's: one of the two is wrong, or
 * the document is another patient's (UB-04 form locator 11).
 */
export function sexContradicted(record: RecordUnderAudit): Match[] {
  const { sex } = record.claim.patient
  const age = ageAtAdmission(record.claim)
  if ((sex !== 'F' && sex !== 'M') || age === undefined) return []
  if (record.claim.conditions?.includes(SEX_DIFFERS) === true) return []
  const persons = [...record.texts].flatMap(([documentId, text]) => personsIn(documentId, text, age))
  const [first] = persons
  if (first === undefined || persons.some((person) => person.sex === sex)) return []
  return [
    {
      codes: [],
      values: { sex: SEX_NAMES[sex], said: first.at.text },
      evidence: persons.map(({ at }) => at),
    },
  ]
}

function personsIn(documentId: string, text: string, age: number): { sex: 'F' | 'M' | undefined; at: Evidence }[] {
  return [...text.matchAll(PERSON)]
    .filter(
      ({ 1: years, index }) =>
        Math.abs(Number(years) - age) <= NEARLY && !OF_ANOTHER.test(text.slice(Math.max(0, index - BEFORE), index)),
    )
    .map(({ 0: said, 2: word = '', index }) => ({
      sex: SEX[word.toLowerCase()],
      at: { documentId, start: index, end: index + said.length, text: said },
    }))
}
