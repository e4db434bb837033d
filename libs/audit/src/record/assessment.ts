import type { Fact } from '@claims-audit/evidence'
import { anyWord } from './any-word.js'
import { headingsOf } from './headings.js'
import type { Texts } from './headings.js'
import { sentenceAround } from './sentence.js'

/** The headings under which a provider says what the patient has. */
const ASSESSES = /\b(?:assessment|impression|diagnos[ie]s|a\/p|plan|problems?|hospital course|course|conclusion)\b/i
/** Diagnoses that are not yet those of this encounter, or not any more. */
const ASSESSES_NOT = /\b(?:differential|pre-?operative|admi(?:tting|ssion)|referring|history|past|previous|family)\b/i
/** Other sections; what else stands before a colon is an item of the one above it. */
const OTHER = anyWord([
  'history',
  'hpi',
  String.raw`exam\w*`,
  'review',
  'systems',
  String.raw`allerg\w+`,
  'medications?',
  'social',
  'family',
  String.raw`lab\w*`,
  'imaging',
  'x-?rays?',
  'vitals?',
  'procedures?',
  'operations?',
  'indications?',
  'complications?',
  'findings',
  'subjective',
  'objective',
  'complaint',
  'disposition',
  'anesthesia',
  'technique',
  'description',
  'consent',
  'specimens?',
  'reason',
  'instructions',
  'condition',
  'follow-?up',
  'pmh',
  'ros',
  'data',
  'studies',
  'results?',
])

/** Whether a fact stands under a heading of what the provider concludes. */
export function isAssessed({ documentId, start }: Pick<Fact, 'documentId' | 'start'>, texts: Texts): boolean {
  const headings = headingsOf(texts).get(documentId) ?? []
  const above = headings.findLast(({ name, end }) => end <= start && (ASSESSES.test(name) || OTHER.test(name)))
  return above !== undefined && ASSESSES.test(above.name) && !ASSESSES_NOT.test(above.name)
}

/** What is done about a condition: evaluated, treated, watched, or that it lengthens the stay (Guideline III). */
const CARE = anyWord([
  String.raw`treat\w*`,
  String.raw`continu\w*`,
  String.raw`start\w*`,
  'given',
  String.raw`receiv\w*`,
  String.raw`monitor\w*`,
  String.raw`manag\w*`,
  String.raw`controll\w*`,
  String.raw`consult\w*`,
  String.raw`transfus\w*`,
  String.raw`replac\w*`,
  String.raw`replet\w*`,
  String.raw`correct\w*`,
  String.raw`drain\w*`,
  'tapped',
  String.raw`anticoagul\w*`,
  'antibiotics?',
  'intravenous',
  'iv',
  'mg',
  'units?',
  'diuresis',
  String.raw`diures\w*`,
  'dialysis',
  String.raw`ventilat\w*`,
  'oxygen',
  String.raw`supplement\w*`,
  String.raw`resolv\w*`,
  String.raw`improv\w*`,
  String.raw`worsen\w*`,
  String.raw`follow\w*`,
  String.raw`evaluat\w*`,
  'on (?!admission|exam|physical|discharge|arrival|presentation)[a-z]{5,}',
])

export const isCaredFor = (text: string, start: number, end: number): boolean =>
  CARE.test(sentenceAround(text, start, end))
