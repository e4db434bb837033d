import type { Fact } from '@claims-audit/evidence'
import { onceFor } from '../knowledge/once-for.js'
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

/** Whether a fact stands under a heading of what the provider concludes. */
export function isAssessed({ documentId, start }: Pick<Fact, 'documentId' | 'start'>, texts: Texts): boolean {
  return (
    headingsOf(texts)
      .get(documentId)
      ?.findLast(({ end }) => end <= start)?.assesses ?? false
  )
}

type Texts = ReadonlyMap<string, string>

/** The headings of each document, where they end: a long note is asked about at each of its mentions. */
const headingsOf = onceFor(
  (texts: Texts) => new Map([...texts].map(([documentId, text]) => [documentId, headingsIn(text)])),
)

const headingsIn = (text: string): { end: number; assesses: boolean }[] =>
  [...text.matchAll(HEADING)].flatMap(({ 0: whole, 1: name = '', index }) =>
    ASSESSES.test(name) || OTHER.test(name)
      ? [{ end: index + whole.length, assesses: ASSESSES.test(name) && !ASSESSES_NOT.test(name) }]
      : [],
  )

/** What is done about a condition: evaluated, treated, watched, or that it lengthens the stay (Guideline III). */
const CARE =
  /\b(?:treat\w*|continu\w*|start\w*|given|receiv\w*|monitor\w*|manag\w*|controll\w*|consult\w*|transfus\w*|replac\w*|replet\w*|correct\w*|drain\w*|tapped|anticoagul\w*|antibiotics?|intravenous|iv|mg|units?|diuresis|diures\w*|dialysis|ventilat\w*|oxygen|supplement\w*|resolv\w*|improv\w*|worsen\w*|follow\w*|evaluat\w*|on (?!admission|exam|physical|discharge|arrival|presentation)[a-z]{5,})\b/i

export const isCaredFor = (text: string, start: number, end: number): boolean =>
  CARE.test(sentenceAround(text, start, end))
