import type { Additional, Words } from './additional.js'
import { eachCode, phrasesOf, wordings } from './additional.js'

/**
 * Fourth characters of I50.-, with how charts name the type (ICD-10-CM Tabular List, I50; HFrEF and HFpEF by Coding
 * Clinic, first quarter 2016).
 */
const TYPES: Record<string, readonly string[]> = {
  '2': [
    ...wordings(['systolic'], ['heart failure', 'congestive heart failure', 'chf', 'hf']),
    ...wordings(['heart failure', 'chf', 'hf'], ['with'], ['reduced ejection fraction', 'reduced ef']),
    'hfref',
  ],
  '3': [
    ...wordings(['diastolic'], ['heart failure', 'congestive heart failure', 'chf', 'hf']),
    ...wordings(['heart failure', 'chf', 'hf'], ['with'], ['preserved ejection fraction', 'preserved ef']),
    'hfpef',
  ],
  '4': wordings(
    ['combined', ''],
    ['systolic and diastolic', 'diastolic and systolic', 'systolic diastolic'],
    ['heart failure', 'congestive heart failure', 'chf', 'hf'],
  ),
}
/**
 * Fifth characters: acuity. A decompensated or exacerbated failure is acute on chronic (Coding Clinic, second quarter
 * 2013).
 */
const ACUITIES: Record<string, readonly string[]> = {
  '0': [''],
  '1': ['acute'],
  '2': ['chronic'],
  '3': [
    'acute on chronic',
    'acute and chronic',
    'decompensated',
    'acute decompensated',
    'acute exacerbation of',
    'acute exacerbation of chronic',
    'exacerbation of',
  ],
}

const WORDS: Words = {
  ...Object.fromEntries(
    Object.entries(TYPES).flatMap(([type, names]) =>
      Object.entries(ACUITIES).map(([acuity, words]) => [
        `I50.${type}${acuity}`,
        [...wordings(words, names), ...(acuity === '0' ? [] : wordings(names, words))],
      ]),
    ),
  ),
  'I50.9': ['heart failure', 'congestive heart failure', 'chf'],
}
const read = eachCode(WORDS)
const UNSPECIFIED = ['I50.9', 'I50.20', 'I50.30', 'I50.40']

/**
 * The type of heart failure that I11.0 and I13.- ask for (Guideline I.C.9.a.1): the specific mentions decide over the
 * plain ones.
 */
export const HEART_FAILURE: Additional = {
  family: 'I50',
  phrases: phrasesOf(WORDS),
  read: (facts, record) => {
    const readings = read(facts, record)
    const [specific, typed] = [
      readings.filter(({ code }) => !UNSPECIFIED.includes(code)),
      readings.filter(({ code }) => code !== 'I50.9'),
    ]
    const told = specific.length > 0 ? specific : typed.length > 0 ? typed : readings
    return told.length < 2 ? told : [{ code: 'I50', facts: told.flatMap((reading) => reading.facts) }]
  },
}
