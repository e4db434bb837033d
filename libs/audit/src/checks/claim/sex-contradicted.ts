import { ageAtAdmission } from '@claims-audit/claim'
import type { Evidence } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import { SEX_DIFFERS } from '../codes/sex-of-organ.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

/** "46-year-old right-handed woman", "a 71 y/o white male": an age, and the sex within a few words of it. */
const PERSON =
  /\b(\d{1,3})[ -]?(?:years?|yrs?|y)(?:[ -]?old|\/o|[ -]o\b|\.o\.)?,? (?:[a-z][a-z-]+,? ){0,3}?(female|woman|lady|girl|male|man|gentleman|boy)\b/gi
const SEX: Record<string, 'F' | 'M'> = {
  ...{ female: 'F', woman: 'F', lady: 'F', girl: 'F' },
  ...{ male: 'M', man: 'M', gentleman: 'M', boy: 'M' },
}
const WORDS = { F: 'female', M: 'male' }

/** In years: a note written around a birthday is of the same patient. */
const NEARLY = 1

/**
 * A record that calls the patient of the claim's age by the other sex, and never by the claim's: one of the two is
 * wrong, or the document is another patient's (UB-04 form locator 11). Relatives of that age are named beside the
 * patient, who keeps it quiet.
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
      values: { sex: WORDS[sex], said: first.at.text },
      evidence: persons.map(({ at }) => at),
    },
  ]
}

function personsIn(documentId: string, text: string, age: number): { sex: 'F' | 'M' | undefined; at: Evidence }[] {
  return [...text.matchAll(PERSON)]
    .filter(([, years]) => Math.abs(Number(years) - age) <= NEARLY)
    .map(({ 0: said, 2: word = '', index }) => ({
      sex: SEX[word.toLowerCase()],
      at: { documentId, start: index, end: index + said.length, text: said },
    }))
}
