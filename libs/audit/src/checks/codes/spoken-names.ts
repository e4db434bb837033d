/**
 * How notes name conditions whose codes have a title that hardly any note writes: "rule out carcinomatosis" of C34.31,
 * "apparent AVN" of M87.05-. Ours, not official synonyms. One of these that is affirmed establishes the condition.
 */
const SPOKEN: readonly (readonly [codes: RegExp, names: readonly string[]])[] = [
  [
    /^C/,
    [
      ...['cancer', 'carcinoma', 'adenocarcinoma', 'carcinomatosis', 'malignancy', 'malignant', 'neoplasm', 'melanoma'],
      ...['sarcoma', 'lymphoma', 'leukemia', 'myeloma', 'tumor', 'metastasis', 'metastases', 'metastatic disease'],
    ],
  ],
  [/^G40/, ['seizure disorder', 'epilepsy', 'seizures', 'seizure']],
  [/^G20/, ['parkinson s disease', 'parkinsons disease', 'parkinson disease', 'parkinsonism']],
  [/^(?:G30|F0[123])/, ['alzheimer s disease', 'alzheimers disease', 'alzheimer disease', 'dementia']],
  [/^G45/, ['tia', 'transient ischemic attack']],
  [/^I21/, ['myocardial infarction', 'nstemi', 'stemi', 'heart attack', 'mi']],
  [/^I26/, ['pulmonary embolism', 'pulmonary embolus', 'pulmonary emboli', 'pe']],
  [/^I48/, ['atrial fibrillation', 'atrial flutter', 'afib', 'a fib']],
  [/^I50/, ['heart failure', 'congestive heart failure', 'chf']],
  [/^I61/, ['intracerebral hemorrhage', 'intracranial hemorrhage', 'hemorrhage', 'hemorrhagic stroke', 'bleed']],
  [/^I63/, ['stroke', 'cva', 'cerebrovascular accident', 'infarct', 'infarction']],
  [/^I824/, ['dvt', 'deep vein thrombosis', 'deep venous thrombosis']],
  [/^J1[2-8]/, ['pneumonia']],
  [/^J44/, ['copd', 'chronic obstructive pulmonary disease', 'emphysema', 'chronic bronchitis']],
  [/^J45/, ['asthma', 'reactive airway disease', 'reactive airways disease', 'reactive airways']],
  [/^K35/, ['appendicitis']],
  [/^K81|^K80[0146]/, ['cholecystitis']],
  [/^K57/, ['diverticulitis', 'diverticulosis', 'diverticular disease']],
  [/^K85/, ['pancreatitis']],
  [/^M87/, ['avascular necrosis', 'avn', 'osteonecrosis', 'aseptic necrosis']],
  [/^M751/, ['rotator cuff tear', 'rotator cuff rupture', 'cuff tear', 'torn rotator cuff']],
  [/^S83[23]/, ['meniscal tear', 'meniscus tear', 'torn meniscus', 'tear of the meniscus']],
  [/^N390/, ['urinary tract infection', 'uti']],
  [/^A4[01]/, ['sepsis', 'septic', 'septicemia', 'urosepsis', 'septic shock']],
]

export const spokenNamesOf = (code: string): readonly string[] => SPOKEN.find(([codes]) => codes.test(code))?.[1] ?? []
