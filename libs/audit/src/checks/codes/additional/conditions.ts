import { isEstablished } from '../../../record/facts.js'
import type { Additional, Words } from './additional.js'
import { eachCode, oneCode, phrasesOf, wordings } from './additional.js'

/**
 * What notes at K70, K85.2, K86.0 and cancers ask for. A medical condition due to alcohol is no alcohol-induced
 * disorder of chapter 5 (Guideline I.C.5.b.4).
 */
const ALCOHOL: Words = {
  'F10.20': [
    'alcohol dependence',
    'alcohol dependent',
    'alcoholism',
    ...wordings(['severe', 'moderate'], ['alcohol use disorder']),
    ...wordings(['alcohol use disorder'], ['severe', 'moderate']),
  ],
  'F10.21': [
    ...wordings(
      [
        'alcohol dependence',
        'alcoholism',
        'alcohol use disorder',
        'severe alcohol use disorder',
        'moderate alcohol use disorder',
      ],
      ['in remission', 'in sustained remission', 'in early remission'],
    ),
  ],
  'F10.10': ['alcohol abuse', 'mild alcohol use disorder', 'alcohol use disorder mild'],
  'F10.11': wordings(
    ['alcohol abuse', 'mild alcohol use disorder'],
    ['in remission', 'in sustained remission', 'in early remission'],
  ),
  F10: [
    'alcohol withdrawal',
    'alcohol intoxication',
    'delirium tremens',
    'alcohol dependence with withdrawal',
    'alcohol dependence with intoxication',
  ],
}

/** Manifestations of HIV, which the note at B20 asks for without a code (Guideline I.C.1.a.2.a). */
const HIV: Words = {
  B59: [
    ...wordings(
      ['pneumocystis'],
      ['pneumonia', 'jirovecii pneumonia', 'jiroveci pneumonia', 'carinii pneumonia', 'pneumonitis'],
    ),
    'pneumocystosis',
    'pjp',
    'pcp pneumonia',
  ],
  'C46.9': ['kaposi sarcoma', 'kaposi s sarcoma', 'kaposis sarcoma'],
  'B45.1': ['cryptococcal meningitis', 'cryptococcus meningitis', 'cerebral cryptococcosis'],
  'B58.2': [
    'cerebral toxoplasmosis',
    'toxoplasma encephalitis',
    'toxoplasmosis encephalitis',
    'cns toxoplasmosis',
    'toxoplasma meningoencephalitis',
  ],
  'B37.81': ['esophageal candidiasis', 'candida esophagitis', 'candidal esophagitis'],
  'B37.0': ['oral candidiasis', 'oral thrush', 'oropharyngeal candidiasis', 'candidal stomatitis'],
  'A31.2': wordings(
    ['disseminated'],
    ['mac', 'mac infection', 'mycobacterium avium complex', 'mycobacterium avium intracellulare'],
  ),
  'A81.2': ['progressive multifocal leukoencephalopathy', 'pml'],
  'A07.2': ['cryptosporidiosis', 'cryptosporidium enteritis'],
  'E88.A': ['hiv wasting', 'hiv wasting syndrome', 'wasting syndrome', 'aids wasting'],
  'B25.9': [
    'cmv colitis',
    'cmv infection',
    'cytomegalovirus infection',
    'cmv retinitis',
    'cytomegalovirus retinitis',
    'cytomegalovirus colitis',
  ],
}

const DIALYSIS = [
  ...wordings(
    ['on', 'receives', 'receiving', 'maintenance', 'chronic', 'outpatient', 'home'],
    ['dialysis', 'hemodialysis', 'haemodialysis', 'hd', 'peritoneal dialysis'],
  ),
  ...wordings(
    ['dialysis', 'hemodialysis'],
    [
      'dependent',
      'dependence',
      'dependency',
      'three times',
      'every',
      'mwf',
      'tts',
      'patient',
      'via',
      'through',
      'since',
      'on monday',
      'on tuesday',
    ],
  ),
  ...wordings(
    ['dependent on', 'dependence on', 'continued', 'continues'],
    ['dialysis', 'hemodialysis', 'renal dialysis'],
  ),
  'hd mwf',
  'hd tts',
  'hd three times',
  'peritoneal dialysis',
]

const KIDNEY = wordings(
  ['kidney', 'renal'],
  ['transplant', 'transplantation', 'transplant recipient', 'allograft', 'transplant status'],
)
/** Read so that the words are not taken for a transplant that was done. */
const NO_TRANSPLANT_YET = [
  ...wordings(
    ['kidney', 'renal'],
    ['transplant', 'transplantation'],
    [
      'evaluation',
      'candidate',
      'list',
      'waiting list',
      'work up',
      'workup',
      'referral',
      'clinic referral',
      'candidacy',
      'listing',
    ],
  ),
  ...wordings(
    ['awaiting', 'awaits', 'referred for', 'evaluated for', 'listed for', 'candidate for', 'eligible for'],
    ['', 'a'],
    ['kidney', 'renal'],
    ['transplant', 'transplantation'],
  ),
]

/** A pack is assumed to be of cigarettes. */
const CIGARETTES = /cigarette|\bpacks?\b/i

const TOBACCO_HISTORY: Additional = { ...carriedByOne('Z87.891', 'tobacco-history'), past: true }

/** What is not special enough for a file of its own; codes by the ICD-10-CM Tabular List. */
export const CONDITIONS: Additional[] = [
  { family: 'F10', phrases: phrasesOf(ALCOHOL), read: oneCode(ALCOHOL, 'F10') },
  { family: '', at: 'B20', phrases: phrasesOf(HIV), read: eachCode(HIV) },
  { family: 'Z992', phrases: DIALYSIS, read: (facts) => (facts.length === 0 ? [] : [{ code: 'Z99.2', facts }]) },
  {
    family: 'Z940',
    phrases: [...KIDNEY, ...NO_TRANSPLANT_YET],
    past: true,
    read: (facts) => {
      const done = facts.filter(({ concept }) => KIDNEY.includes(concept))
      return done.length === 0 ? [] : [{ code: 'Z94.0', facts: done }]
    },
  },
  {
    family: 'F17',
    concepts: ['tobacco-dependence'],
    read: (facts) => {
      const code = facts.some(({ text }) => CIGARETTES.test(text)) ? 'F17.210' : 'F17.200'
      return facts.length === 0 ? [] : [{ code, facts }]
    },
  },
  {
    ...TOBACCO_HISTORY,
    // A current smoker has a history of it too, and the code of the dependence says so.
    read: (facts, record) =>
      record.facts.some((fact) => fact.concept === 'tobacco-dependence' && isEstablished(fact, record.claim.claimType))
        ? []
        : TOBACCO_HISTORY.read(facts, record),
  },
  carriedByOne('R33.8', 'urinary-retention'),
  carriedByOne('R35.1', 'nocturia'),
  { ...carriedByOne('Z79.4', 'long-term-insulin'), inPregnancy: false },
  { ...carriedByOne('Z79.84', 'oral-hypoglycemics'), inPregnancy: false },
]

/** A concept of the lexicon that one code carries; any code of its category says how the coder read it. */
function carriedByOne(code: string, concept: string): Additional {
  return {
    family: code.slice(0, 3),
    asked: [code.replace('.', '')],
    concepts: [concept],
    read: (facts) => (facts.length === 0 ? [] : [{ code, facts }]),
  }
}
