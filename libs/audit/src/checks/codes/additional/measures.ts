import { ageAtAdmission } from '@claims-audit/claim'
import type { Fact } from '@claims-audit/evidence'
import type { RecordUnderAudit } from '../../../findings/subject.js'
import { isAbortive, isPuerperal } from '../weeks-of-gestation.js'
import type { Additional } from './additional.js'
import { wordings } from './additional.js'
import { weeksOf } from './weeks-said.js'

/** Adult codes are for persons of 20 years and older (ICD-10-CM Tabular List, Z68). */
const ADULT = 20

/** The code of an adult's body mass index: one for each whole number up to 39, then wider ones. */
function bodyMassCode(index: number): string {
  const whole = Math.floor(index)
  if (whole < 20) return 'Z68.1'
  if (whole < 40) return `Z68.${whole}`
  if (whole < 50) return whole < 45 ? 'Z68.41' : 'Z68.42'
  if (whole < 70) return whole < 60 ? 'Z68.43' : 'Z68.44'
  return 'Z68.45'
}

/** Any clinician may document it (Guideline I.B.14); in pregnancy it is not coded (I.C.21.c.3). */
const BODY_MASS_INDEX: Additional = {
  family: 'Z68',
  concepts: ['body-mass-index'],
  by: 'anyone',
  inPregnancy: false,
  read: (facts, { claim }) => {
    const measured = facts.filter(({ value }) => value !== undefined)
    const codes = [...new Set(measured.map(({ value }) => bodyMassCode(value as number)))]
    if (facts.length === 0) return []
    const isAdult = (ageAtAdmission(claim) ?? ADULT) >= ADULT
    return [{ code: codes.length === 1 && isAdult ? (codes[0] as string) : 'Z68', facts }]
  },
}

/**
 * The chapter's note asks for the weeks (Guideline I.C.21.c.11); those of the day of admission, so that different ones
 * leave the code open.
 */
const WEEKS_OF_GESTATION: Additional = {
  family: 'Z3A',
  isFor: (code, record) => code.startsWith('O') && !isAbortive(code) && !isPuerperal(code, record),
  phrases: (record) => [...weeksOf(record).keys()],
  by: 'anyone',
  read: (facts, record) => {
    const known = weeksOf(record)
    const said = [...new Set(facts.flatMap(({ concept }) => known.get(concept) ?? []))]
    if (said.length === 0) return []
    return [{ code: said.length === 1 ? `Z3A.${String(said[0]).padStart(2, '0')}` : 'Z3A', facts }]
  },
}

const SCALES = [
  'nihss',
  'nihss score',
  'nih stroke scale',
  'nih stroke scale score',
  'national institutes of health stroke scale',
  'national institutes of health stroke scale score',
]
const SCORE =
  /^[\s)]*(?:(?:score|total|initially|on|at|arrival|admission|presentation|was|is|of|the|ed|er)\b\s*)*[:=-]?\s*(\d{1,2})\b(?!\s*\/\s*\d{1,2}\/)/i
const WORST = 42
/** How far behind the name of the scale its score stands, in characters. */
const NEAR = 80

/** A mention of the scale with the number behind it. */
function scored(fact: Fact, { texts }: RecordUnderAudit): (Fact & { value: number })[] {
  const text = texts.get(fact.documentId) ?? ''
  const [said = '', score = ''] = SCORE.exec(text.slice(fact.end, fact.end + NEAR)) ?? []
  const end = fact.end + said.length
  return score === '' || Number(score) > WORST
    ? []
    : [{ ...fact, end, text: text.slice(fact.start, end), value: Number(score) }]
}

/**
 * At a minimum the initial score is reported (Guideline I.C.18.i); clinicians other than the provider may document it
 * (I.B.14).
 */
const STROKE_SCALE: Additional = {
  family: 'R297',
  phrases: SCALES,
  by: 'anyone',
  read: (facts, record) => {
    const [first] = facts.flatMap((fact) => scored(fact, record))
    return first === undefined ? [] : [{ code: `R29.7${String(first.value).padStart(2, '0')}`, facts: [first] }]
  },
}

const AGENTS = [
  'tpa',
  't pa',
  'rtpa',
  'alteplase',
  'tenecteplase',
  'tnk',
  'thrombolysis',
  'thrombolytics',
  'thrombolytic therapy',
  'tissue plasminogen activator',
]
const ELSEWHERE = [
  ...wordings(
    ['at'],
    [
      '',
      'an',
      'the',
      'another',
      'an outside',
      'the outside',
      'outside',
      'the referring',
      'referring',
      'the transferring',
      'transferring',
      'a different',
      'other',
    ],
    ['hospital', 'facility', 'ed', 'emergency department', 'institution'],
  ),
  'at osh',
  'prior to transfer',
  'before transfer',
  'prior to arrival',
  'drip and ship',
].filter((phrase) => !/^at(?: the| an)? (?:hospital|facility|ed|emergency department|institution)$/.test(phrase))
/** How far apart the drug and the place are, in characters, to be one statement. */
const ONE_STATEMENT = 80
/** A record that names more repeats itself. */
const MOST_PLACES = 100

/** Thrombolysis in a different facility within 24 hours before this admission. */
const THROMBOLYSIS_ELSEWHERE: Additional = {
  family: 'Z9282',
  phrases: [...AGENTS, ...ELSEWHERE],
  read: (facts) => {
    const places = facts.filter(({ concept }) => ELSEWHERE.includes(concept)).slice(0, MOST_PLACES)
    const given = facts.filter(
      (fact) =>
        AGENTS.includes(fact.concept) &&
        places.some(
          (place) => place.documentId === fact.documentId && Math.abs(place.start - fact.start) <= ONE_STATEMENT,
        ),
    )
    return given.length === 0 ? [] : [{ code: 'Z92.82', facts: given }]
  },
}

export const MEASURES: Additional[] = [BODY_MASS_INDEX, WEEKS_OF_GESTATION, STROKE_SCALE, THROMBOLYSIS_ELSEWHERE]
