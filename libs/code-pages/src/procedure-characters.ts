import type { ProcedurePage } from './page.js'

/**
 * What the characters of a procedure code of the Medical and Surgical section mean (ICD-10-PCS, section 0; Official
 * Guidelines, A2 and B).
 */
const BODY_SYSTEMS: Record<string, string> = {
  '0': 'Central Nervous System and Cranial Nerves',
  '1': 'Peripheral Nervous System',
  '2': 'Heart and Great Vessels',
  '3': 'Upper Arteries',
  '4': 'Lower Arteries',
  '5': 'Upper Veins',
  '6': 'Lower Veins',
  '7': 'Lymphatic and Hemic Systems',
  '8': 'Eye',
  '9': 'Ear, Nose, Sinus',
  B: 'Respiratory System',
  C: 'Mouth and Throat',
  D: 'Gastrointestinal System',
  F: 'Hepatobiliary System and Pancreas',
  G: 'Endocrine System',
  H: 'Skin and Breast',
  J: 'Subcutaneous Tissue and Fascia',
  K: 'Muscles',
  L: 'Tendons',
  M: 'Bursae and Ligaments',
  N: 'Head and Facial Bones',
  P: 'Upper Bones',
  Q: 'Lower Bones',
  R: 'Upper Joints',
  S: 'Lower Joints',
  T: 'Urinary System',
  U: 'Female Reproductive System',
  V: 'Male Reproductive System',
  W: 'Anatomical Regions, General',
  X: 'Anatomical Regions, Upper Extremities',
  Y: 'Anatomical Regions, Lower Extremities',
}
const OPERATIONS: Record<string, string> = {
  '0': 'Alteration',
  '1': 'Bypass',
  '2': 'Change',
  '3': 'Control',
  '4': 'Creation',
  '5': 'Destruction',
  '6': 'Detachment',
  '7': 'Dilation',
  '8': 'Division',
  '9': 'Drainage',
  B: 'Excision',
  C: 'Extirpation',
  D: 'Extraction',
  F: 'Fragmentation',
  G: 'Fusion',
  H: 'Insertion',
  J: 'Inspection',
  K: 'Map',
  L: 'Occlusion',
  M: 'Reattachment',
  N: 'Release',
  P: 'Removal',
  Q: 'Repair',
  R: 'Replacement',
  S: 'Reposition',
  T: 'Resection',
  U: 'Supplement',
  V: 'Restriction',
  W: 'Revision',
  X: 'Transfer',
  Y: 'Transplantation',
}
const APPROACHES: Record<string, string> = {
  '0': 'Open',
  '3': 'Percutaneous',
  '4': 'Percutaneous Endoscopic',
  '7': 'Via Natural or Artificial Opening',
  '8': 'Via Natural or Artificial Opening Endoscopic',
  F: 'Via Natural or Artificial Opening With Percutaneous Endoscopic Assistance',
  X: 'External',
}
const SECTIONS: Record<string, string> = {
  '0': 'Medical and Surgical',
  '1': 'Obstetrics',
  '2': 'Placement',
  '3': 'Administration',
  '4': 'Measurement and Monitoring',
  '5': 'Extracorporeal or Systemic Assistance and Performance',
  '6': 'Extracorporeal or Systemic Therapies',
  '7': 'Osteopathic',
  '8': 'Other Procedures',
  '9': 'Chiropractic',
  B: 'Imaging',
  C: 'Nuclear Medicine',
  D: 'Radiation Therapy',
  F: 'Physical Rehabilitation and Diagnostic Audiology',
  G: 'Mental Health',
  H: 'Substance Abuse Treatment',
  X: 'New Technology',
}
const AXES = ['Section', 'Body system', 'Root operation', 'Body part', 'Approach', 'Device', 'Qualifier']
const MEANINGS: (Record<string, string> | undefined)[] = [
  SECTIONS,
  BODY_SYSTEMS,
  OPERATIONS,
  undefined,
  APPROACHES,
  undefined,
  undefined,
]
const MEDICAL_AND_SURGICAL = '0'

/**
 * Each character: its axis and, as far as the section fixes it, what it means. Body part, device and qualifier go by
 * the table of the first three.
 */
export function charactersOf(code: string): ProcedurePage['characters'] {
  return [...code].map((character, at) => {
    const isFixed = at === 0 || code.startsWith(MEDICAL_AND_SURGICAL)
    return {
      character,
      axis: isFixed ? (AXES[at] as string) : 'Character',
      meaning: isFixed ? (MEANINGS[at]?.[character] ?? null) : null,
    }
  })
}
