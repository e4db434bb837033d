import type { DocumentType } from '@claims-audit/contracts'

/** LOINC codes of kinds of notes. A code that is not here is `other`, which no rule takes for a provider's note. */
const BY_LOINC: Record<string, DocumentType> = {
  '11506-3': 'progress-note',
  '18733-6': 'progress-note',
  '28568-4': 'progress-note',
  '34878-9': 'progress-note',
  '34117-2': 'history-and-physical',
  '28626-0': 'history-and-physical',
  '47039-3': 'history-and-physical',
  '11488-4': 'consult-note',
  '34104-0': 'consult-note',
  '51845-6': 'consult-note',
  '11504-8': 'operative-note',
  '28570-0': 'operative-note',
  '18842-5': 'discharge-summary',
  '11490-0': 'discharge-summary',
  '28655-9': 'discharge-summary',
  '34105-7': 'discharge-summary',
  '18748-4': 'radiology-report',
  '18726-0': 'radiology-report',
  '18782-3': 'radiology-report',
  '34746-8': 'nursing-note',
  '28651-8': 'nursing-note',
}

/** HL7 v2 table 0270, TXA-2. */
const BY_TABLE_0270: Record<string, DocumentType> = {
  CN: 'consult-note',
  PC: 'consult-note',
  DI: 'radiology-report',
  DS: 'discharge-summary',
  ED: 'progress-note',
  HP: 'history-and-physical',
  PH: 'history-and-physical',
  OP: 'operative-note',
  PN: 'operative-note',
  PR: 'progress-note',
}

/** HL7 v2 table 0074, OBR-24: the sections that take pictures. */
const IMAGING = new Set(['CT', 'CUS', 'NMR', 'NMS', 'OUS', 'RAD', 'RUS', 'RX', 'VUS', 'XRC'])

/** The kind of note that a LOINC code names, if it is one that we know. */
export const typeOfLoinc = (code: string): DocumentType | undefined => BY_LOINC[code]

/** The same of a code of TXA-2. */
export const typeOfTable0270 = (code: string): DocumentType | undefined => BY_TABLE_0270[code.toUpperCase()]

export const isImaging = (section: string): boolean => IMAGING.has(section.toUpperCase())
