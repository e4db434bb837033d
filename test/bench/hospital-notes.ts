import { diceOf, type Dice } from '../conformance/dice.ts'
import { readGold } from '../conformance/gold.ts'

/**
 * Whole notes of a hospital stay, in which the spine is a small part: the same for the same seed. The plain words are
 * ours; what is said of the spine are sentences of the gold set that are not held back.
 */
export function hospitalNotes(seed: number): (many: number) => string[] {
  const dice = diceOf(seed)
  const spine = readGold('sentences')
    .filter(({ held }) => !held)
    .map(({ text }) => text)
  const drawn: Drawn = {
    dice,
    ofSpine: () => Array.from({ length: dice.between(1, 3) }, () => dice.pick(spine)).join(' '),
  }
  return (many) =>
    Array.from({ length: many }, () => dice.pick([historyAndPhysical, progressNote, dischargeSummary])(drawn))
}

/** What a note is drawn from. */
interface Drawn {
  dice: Dice
  ofSpine: () => string
}

const SURNAMES = [
  'Alder',
  'Birchall',
  'Cottam',
  'Dunmore',
  'Eastlake',
  'Farrow',
  'Greaves',
  'Holloway',
  'Inskip',
  'Jessop',
]
const REASONS = [
  'shortness of breath',
  'chest pain',
  'fever and productive cough',
  'abdominal pain',
  'a fall at home',
  'back pain',
  'confusion',
  'poor oral intake',
  'a swollen red leg',
  'lightheadedness on standing',
]
const CONDITIONS = [
  'hypertension',
  'type 2 diabetes mellitus',
  'hyperlipidemia',
  'atrial fibrillation',
  'gastroesophageal reflux disease',
  'hypothyroidism',
  'asthma',
  'chronic obstructive pulmonary disease',
  'osteoarthritis of both knees',
  'benign prostatic hyperplasia',
  'gout',
  'obstructive sleep apnea',
  'iron deficiency anemia',
  'coronary artery disease',
  'migraine',
]
const OPERATIONS = [
  'appendectomy',
  'cholecystectomy',
  'total knee arthroplasty',
  'cesarean delivery',
  'inguinal hernia repair',
  'cataract extraction',
  'tonsillectomy',
  'coronary stent',
]
const DRUGS = [
  'lisinopril',
  'metoprolol succinate',
  'atorvastatin',
  'amlodipine',
  'metformin',
  'omeprazole',
  'levothyroxine',
  'furosemide',
  'apixaban',
  'gabapentin',
  'sertraline',
  'tamsulosin',
  'acetaminophen',
  'albuterol inhaler',
  'potassium chloride',
  'senna',
  'polyethylene glycol',
  'ceftriaxone',
  'azithromycin',
  'heparin',
  'insulin glargine',
  'melatonin',
]
const TIMES = [
  'daily',
  'twice daily',
  'at bedtime',
  'every 6 hours as needed',
  'every morning',
  'three times daily with meals',
  'every 8 hours',
]
const LABS: [name: string, least: number, most: number, unit: string, range: string][] = [
  ['Sodium', 128, 148, 'mmol/L', '135-145'],
  ['Potassium', 3, 6, 'mmol/L', '3.5-5.1'],
  ['Chloride', 95, 110, 'mmol/L', '98-107'],
  ['Bicarbonate', 18, 32, 'mmol/L', '22-29'],
  ['Urea nitrogen', 8, 48, 'mg/dL', '7-20'],
  ['Creatinine', 1, 3, 'mg/dL', '0.6-1.2'],
  ['Glucose', 72, 310, 'mg/dL', '70-99'],
  ['Calcium', 8, 11, 'mg/dL', '8.6-10.2'],
  ['White cell count', 4, 19, 'K/uL', '4.0-11.0'],
  ['Hemoglobin', 8, 16, 'g/dL', '12.0-16.0'],
  ['Platelets', 90, 420, 'K/uL', '150-400'],
  ['Lactate', 1, 4, 'mmol/L', '0.5-2.0'],
  ['Troponin', 3, 40, 'ng/L', '0-14'],
  ['Albumin', 2, 4, 'g/dL', '3.5-5.0'],
  ['Alkaline phosphatase', 40, 160, 'U/L', '44-121'],
]
const SYSTEMS: [system: string, absent: string[]][] = [
  ['Constitutional', ['fever', 'chills', 'night sweats', 'weight loss', 'fatigue']],
  ['Eyes', ['blurred vision', 'double vision', 'eye pain', 'discharge']],
  ['Ears, nose, throat', ['sore throat', 'hearing loss', 'nasal congestion', 'epistaxis']],
  ['Cardiovascular', ['chest pain', 'palpitations', 'orthopnea', 'leg swelling']],
  ['Respiratory', ['cough', 'wheezing', 'shortness of breath', 'hemoptysis']],
  ['Gastrointestinal', ['nausea', 'vomiting', 'diarrhea', 'constipation', 'abdominal pain', 'melena']],
  ['Genitourinary', ['dysuria', 'hematuria', 'frequency', 'flank pain']],
  ['Skin', ['rash', 'itching', 'new lesions', 'bruising']],
  ['Psychiatric', ['low mood', 'anxiety', 'poor sleep']],
  ['Endocrine', ['heat intolerance', 'polyuria', 'polydipsia']],
]
const EXAM: [part: string, findings: string[]][] = [
  [
    'General',
    [
      'resting comfortably in bed, answers questions appropriately',
      'tired but in no acute distress',
      'sitting up in the chair and eating breakfast',
    ],
  ],
  [
    'HEENT',
    [
      'moist mucous membranes, pupils equal and reactive to light',
      'oropharynx clear, sclerae anicteric',
      'normocephalic, hearing intact to conversation',
    ],
  ],
  [
    'Heart',
    [
      'regular rate and rhythm, no murmurs, rubs or gallops',
      'irregularly irregular, rate controlled',
      'normal first and second sounds, no edema',
    ],
  ],
  [
    'Lungs',
    [
      'clear to auscultation bilaterally',
      'coarse crackles at the right base, improved from yesterday',
      'diminished at both bases with good effort, no wheezes',
    ],
  ],
  [
    'Abdomen',
    [
      'soft, nontender, nondistended, bowel sounds present',
      'mild tenderness in the epigastrium without guarding',
      'obese, soft, well healed laparoscopic scars',
    ],
  ],
  [
    'Extremities',
    [
      'warm and well perfused, trace edema at the ankles',
      'no clubbing or cyanosis, pulses palpable',
      'redness of the left shin has receded from the marked border',
    ],
  ],
  [
    'Skin',
    [
      'no rashes, peripheral line site clean and dry',
      'scattered ecchymoses on the forearms',
      'dry, intact, normal turgor',
    ],
  ],
  [
    'Psychiatric',
    ['mood and affect appropriate', 'cooperative with the examination', 'oriented to person, place and time'],
  ],
]
const COURSE = [
  'The patient was treated with intravenous fluids and broad antibiotics in the emergency department and was admitted to the medical floor for further care.',
  'Blood cultures drawn on arrival remained without growth after five days and the antibiotics were narrowed to complete a seven day course.',
  'Oxygen was weaned over the following two days and the patient was breathing comfortably on room air by the time of transfer.',
  'Home blood pressure medicines were held at first because of low readings and were restarted one at a time as the pressures recovered.',
  'Kidney function returned to its baseline after fluids and after the diuretic had been held for a day.',
  'The echocardiogram showed a preserved ejection fraction and mild enlargement of the left atrium; no vegetation was seen.',
  'Blood sugars ran between 140 and 220 on the sliding scale, and the evening dose of insulin was raised by four units.',
  'The dietitian saw the patient twice and suggested small frequent meals with a supplement between them.',
  'Nursing staff noted that the patient slept through the night and took most of the meals that were offered.',
  'The family was updated at the bedside and their questions about the medicines were answered.',
  'A repeat chest film the next morning showed a smaller effusion on the right side and lungs that were better aerated.',
  'The case manager arranged transport and a visiting nurse, and the pharmacy delivered the new prescriptions to the room.',
  'The urine culture grew a sensitive organism and treatment was changed to an oral agent to be finished at home.',
  'Telemetry showed sinus rhythm throughout with occasional premature beats and no pauses.',
  'Warfarin was stopped in favour of a direct agent after a conversation about monitoring and diet.',
  'On the third hospital day the patient walked the length of the hallway twice with a rolling walker and stand-by assistance.',
]
const PLANS = [
  'Continue current regimen and trend morning labs',
  'Repeat basic metabolic panel tomorrow',
  'Encourage incentive spirometer every hour while awake',
  'Sliding scale with meals and at bedtime',
  'Heparin for prophylaxis until walking',
  'Low sodium diet, daily weights',
  'Follow cultures to final',
  'Outpatient visit with the primary physician within one week',
  'Hold diuretic today and check orthostatic pressures',
  'Advance diet as tolerated',
]

function historyAndPhysical({ dice, ofSpine }: Drawn): string {
  return [
    header('HISTORY AND PHYSICAL', dice),
    `Chief complaint: ${dice.pick(REASONS)}`,
    `History of present illness:\n${story(dice)} ${ofSpine()} ${someOf(COURSE, dice.between(2, 10), dice).join(' ')}`,
    listed('Past medical history', someOf(CONDITIONS, 5, dice)),
    listed('Past surgical history', someOf(OPERATIONS, 3, dice)),
    medicines('Medications prior to admission', dice),
    'Allergies: penicillin (rash)',
    `Social history: Lives with ${dice.pick(['a spouse', 'a daughter', 'friends', 'nobody else'])} in a ${dice.pick(['house', 'second floor apartment', 'trailer'])}. Retired from ${dice.pick(['teaching', 'farm work', 'an office'])}. Drinks ${dice.pick(['rarely', 'two beers on weekends', 'no alcohol'])}.`,
    reviewOfSystems(dice),
    vitals(dice),
    exam(dice),
    labs(dice),
    `Imaging: ${dice.pick(COURSE)} ${ofSpine()}`,
    plan(dice),
    signature(dice),
  ].join('\n\n')
}

function progressNote({ dice, ofSpine }: Drawn): string {
  return [
    header('PROGRESS NOTE', dice),
    `Hospital day ${dice.between(2, 9)}`,
    `Interval events: ${someOf(COURSE, dice.between(3, 12), dice).join(' ')} ${ofSpine()}`,
    reviewOfSystems(dice),
    vitals(dice),
    exam(dice),
    medicines('Scheduled medications', dice),
    labs(dice),
    listed('Active problems', someOf(CONDITIONS, 6, dice)),
    plan(dice),
    signature(dice),
  ].join('\n\n')
}

function dischargeSummary({ dice, ofSpine }: Drawn): string {
  return [
    header('DISCHARGE SUMMARY', dice),
    `Reason for admission: ${dice.pick(REASONS)}`,
    listed('Diagnoses', someOf(CONDITIONS, 6, dice)),
    `Presentation: ${story(dice)}`,
    `Hospital course:\n${someOf(CONDITIONS, dice.between(4, 9), dice)
      .map((problem) => `${capitalized(problem)}. ${someOf(COURSE, 3, dice).join(' ')}`)
      .join('\n')}\n${ofSpine()} ${dice.pick(COURSE)}`,
    exam(dice),
    labs(dice),
    medicines('Discharge medications', dice),
    `Condition at discharge: ${dice.pick(['good', 'fair', 'improved'])}, ${dice.pick(['walking without help', 'walking with a walker', 'needs help with stairs'])}. ${ofSpine()}`,
    `Instructions: Take the medicines as listed above. ${dice.pick(PLANS)}. Weigh yourself each morning and keep a record. Bring this paper to your next visit.`,
    signature(dice),
  ].join('\n\n')
}

function header(title: string, dice: Dice): string {
  return `${title}\nPatient: ${dice.pick(SURNAMES)}, ${dice.pick(['J', 'M', 'R', 'T'])}.   MRN: ${dice.between(1_000_000, 9_999_999)}   Age: ${dice.between(24, 93)}\nDate of service: ${dice.between(1, 12)}/${dice.between(1, 28)}/2026 ${clock(dice)}   Location: ${dice.between(2, 9)} ${dice.pick(['North', 'South', 'West'])}, bed ${dice.between(1, 36)}`
}

function story(dice: Dice): string {
  return `This is a ${dice.between(24, 93)} year old ${dice.pick(['man', 'woman'])} with ${someOf(CONDITIONS, 3, dice).join(', ')}, who came to the emergency department with ${dice.between(2, 9)} days of ${dice.pick(REASONS)}. ${dice.pick(['The symptoms began gradually and got worse over the weekend.', 'It started after a dinner with family and has come and gone since.', 'A neighbour called the ambulance.'])}`
}

function listed(heading: string, items: string[]): string {
  return `${heading}:\n${items.map((item, i) => `${i + 1}. ${capitalized(item)}`).join('\n')}`
}

function medicines(heading: string, dice: Dice): string {
  return `${heading}:\n${someOf(DRUGS, dice.between(8, 16), dice)
    .map(
      (drug) =>
        `- ${drug} ${dice.pick([5, 10, 20, 25, 40, 50, 100, 500])} mg tablet, take 1 tablet by mouth ${dice.pick(TIMES)}`,
    )
    .join('\n')}`
}

function reviewOfSystems(dice: Dice): string {
  return `Review of systems:\n${SYSTEMS.map(([system, absent]) => `${system}: ${dice.chance(0.8) ? `Denies ${someOf(absent, 3, dice).join(', ')}.` : `Positive for ${dice.pick(absent)}.`}`).join('\n')}`
}

function vitals(dice: Dice): string {
  const taken = Array.from(
    { length: dice.between(3, 6) },
    () =>
      `${clock(dice)}  T ${dice.between(97, 101)}.${dice.between(0, 9)} F  HR ${dice.between(58, 118)}  BP ${dice.between(94, 168)}/${dice.between(52, 98)}  RR ${dice.between(12, 26)}  SpO2 ${dice.between(89, 100)}% on ${dice.pick(['room air', '2 L nasal cannula'])}`,
  )
  return `Vital signs:\n${taken.join('\n')}\nIntake 24 h: ${dice.between(800, 2_900)} mL   Output 24 h: ${dice.between(600, 2_400)} mL   Weight: ${dice.between(48, 130)}.${dice.between(0, 9)} kg`
}

function exam(dice: Dice): string {
  return `Physical examination:\n${EXAM.map(([part, findings]) => `${part}: ${dice.pick(findings)}.`).join('\n')}`
}

function labs(dice: Dice): string {
  return `Laboratory results:\n${LABS.map(([name, least, most, unit, range]) => `${name.padEnd(22)}${dice.between(least, most)}.${dice.between(0, 9)} ${unit.padEnd(8)}(${range})${dice.chance(0.3) ? ' H' : ''}`).join('\n')}`
}

function plan(dice: Dice): string {
  return `Assessment and plan:\n${someOf(CONDITIONS, dice.between(4, 10), dice)
    .map(
      (problem, i) =>
        `# ${i + 1} ${capitalized(problem)}\n${someOf(COURSE, 2, dice).join(' ')}\n${someOf(PLANS, 2, dice)
          .map((each) => `  - ${each}`)
          .join('\n')}`,
    )
    .join('\n')}`
}

function signature(dice: Dice): string {
  return `Electronically signed by ${dice.pick(SURNAMES)}, MD at ${clock(dice)}\n`
}

const clock = (dice: Dice): string =>
  `${String(dice.between(0, 23)).padStart(2, '0')}:${String(dice.between(0, 59)).padStart(2, '0')}`
const capitalized = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
const someOf = (items: string[], many: number, dice: Dice): string[] => dice.shuffled(items).slice(0, many)
