import type { RecordUnderAudit } from '../../../findings/subject.js'

const GESTATION = String.raw`(?:gestation\w*|gestational age|ega|ga|pregnan\w+|iup|intrauterine pregnancy)`
const DAYS = String.raw`(?:[\s-]?(?:\+\s?\d|\d\/7(?:ths?)?|and\s\d(?:\/7)?(?:\sdays?)?))?`
/** Blanks are counted, so that a page of them is read once. */
const WEEKS = new RegExp(
  String.raw`\b(?:at\s{1,3}|${GESTATION}[\s:]{0,3}(?:(?:of|at|is)\s{1,3})?)?(?<!\d\s?[-–]\s?)(\d{1,2})${DAYS}(?:[\s-]{0,3}(?:weeks?|wks?)\b|w\b|w\d(?:d\b)?)(?:\s?,?\s?\d\sdays?)?(?:\s{1,3}(?:of\s{1,3})?${GESTATION})?`,
  'gi',
)
/** Weeks that are said of the pregnancy, and not of a follow-up visit or of the age of a finding. */
const OF_PREGNANCY = new RegExp(String.raw`${GESTATION}|^at\s|\d-weeks?$|w\dd?$|\+\s*\d|\/7`, 'i')
const [EARLIEST, LATEST] = [8, 42]
/** From here on bare weeks are taken for the pregnancy's, but not how long something lasts, or when a visit is due. */
const PLAIN = 20
/** In characters. */
const BEFORE = 20
const LASTS = /\b(?:for|in|every|after|within|over|x|of)\s+$/i

/**
 * The words that name the weeks, from the number on where a colon stands before it: read as phrases, so that the
 * context of each is known.
 */
export const weeksOf = ({ texts }: RecordUnderAudit): Map<string, number> =>
  new Map(
    [...texts.values()]
      .flatMap((text) => [...text.matchAll(WEEKS)])
      .filter(isOfPregnancy)
      .map(([said, weeks]): [string, number] => [said.replace(/^.*:\s*/, ''), Number(weeks)]),
  )

function isOfPregnancy({ 0: said, 1: number, index, input }: RegExpExecArray): boolean {
  const weeks = Number(number)
  if (weeks < EARLIEST || weeks > LATEST) return false
  return OF_PREGNANCY.test(said) || (weeks >= PLAIN && !LASTS.test(input.slice(Math.max(0, index - BEFORE), index)))
}
