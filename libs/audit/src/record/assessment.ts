import type { Fact } from '@claims-audit/evidence'
import { headingsOf } from './headings.js'
import type { Texts } from './headings.js'
import { sentenceAround } from './sentence.js'

/** The headings under which a provider says what the patient has. */
const ASSESSES = /\b(?:assessment|impression|diagnos[ie]s|a\/p|plan|problems?|hospital course|course|conclusion)\b/i
/** Diagnoses that are not yet those of this encounter, or not any more. */
const ASSESSES_NOT = /\b(?:differential|pre-?operative|admi(?:tting|ssion)|referring|history|past|previous|family)\b/i
/** Other sections; what else stands before a colon is an item of the one above it. */
const OTHER =
  /\b(?:history|hpi|exam\w*|review|systems|allerg\w+|medications?|social|family|lab\w*|imaging|x-?rays?|vitals?|procedures?|operations?|indications?|complications?|findings|subjective|objective|complaint|disposition|anesthesia|technique|description|consent|specimens?|reason|instructions|condition|follow-?up|pmh|ros|data|studies|results?)\b/i

/** Whether a fact stands under a heading of what the provider concludes. */
export function isAssessed({ documentId, start }: Pick<Fact, 'documentId' | 'start'>, texts: Texts): boolean {
  const headings = headingsOf(texts).get(documentId) ?? []
  const above = headings.findLast(({ name, end }) => end <= start && (ASSESSES.test(name) || OTHER.test(name)))
  return above !== undefined && ASSESSES.test(above.name) && !ASSESSES_NOT.test(above.name)
}

/** What is done about a condition: evaluated, treated, watched, or that it lengthens the stay (Guideline III). */
const CARE =
  /\b(?:treat\w*|continu\w*|start\w*|given|receiv\w*|monitor\w*|manag\w*|controll\w*|consult\w*|transfus\w*|replac\w*|replet\w*|correct\w*|drain\w*|tapped|anticoagul\w*|antibiotics?|intravenous|iv|mg|units?|diuresis|diures\w*|dialysis|ventilat\w*|oxygen|supplement\w*|resolv\w*|improv\w*|worsen\w*|follow\w*|evaluat\w*|on (?!admission|exam|physical|discharge|arrival|presentation)[a-z]{5,})\b/i

export const isCaredFor = (text: string, start: number, end: number): boolean =>
  CARE.test(sentenceAround(text, start, end))
