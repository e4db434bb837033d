import { sentenceAround } from './sentence.js'

/** The headings under which a provider says what the patient has, and any others. */
const HEADING =
  /(?:^|\n|[.;]\s+)[ \t]*(?:\d+[.)]\s*)?((?:[A-Z][A-Za-z/&']*)(?:[ ,/&-]+[A-Za-z/&'()]+){0,5})[ \t]*(?::|(?=\n))/g
const ASSESSES = /\b(?:assessment|impression|diagnos[ie]s|a\/p|plan|problems?|hospital course|course|conclusion)\b/i
/** Diagnoses that are not yet those of this encounter, or not any more. */
const ASSESSES_NOT = /\b(?:differential|pre-?operative|admi(?:tting|ssion)|referring|history|past|previous|family)\b/i
/** Other sections; what else stands before a colon is an item of the one above it. */
const OTHER =
  /\b(?:history|hpi|exam\w*|review|systems|allerg\w+|medications?|social|family|lab\w*|imaging|x-?rays?|vitals?|procedures?|operations?|indications?|complications?|findings|subjective|objective|complaint|disposition|anesthesia|technique|description|consent|specimens?|reason|instructions|condition|follow-?up|pmh|ros|data|studies|results?)\b/i

/** Whether a place in a text stands under a heading of what the provider concludes. */
export function isAssessed(text: string, position: number): boolean {
  const name = [...text.slice(0, position).matchAll(HEADING)]
    .map(([, heading = '']) => heading)
    .findLast((heading) => ASSESSES.test(heading) || OTHER.test(heading))
  return name !== undefined && ASSESSES.test(name) && !ASSESSES_NOT.test(name)
}

/** What is done about a condition: evaluated, treated, watched, or that it lengthens the stay (Guideline III). */
const CARE =
  /\b(?:treat\w*|continu\w*|start\w*|given|receiv\w*|monitor\w*|manag\w*|controll\w*|consult\w*|transfus\w*|replac\w*|replet\w*|correct\w*|drain\w*|tapped|anticoagul\w*|antibiotics?|intravenous|iv|mg|units?|diuresis|diures\w*|dialysis|ventilat\w*|oxygen|supplement\w*|resolv\w*|improv\w*|worsen\w*|follow\w*|evaluat\w*|on (?!admission|exam|physical|discharge|arrival|presentation)[a-z]{5,})\b/i

export const isCaredFor = (text: string, start: number, end: number): boolean =>
  CARE.test(sentenceAround(text, start, end))
