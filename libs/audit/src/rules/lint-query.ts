import type { Rule } from '@claims-audit/contracts'

type Query = NonNullable<Rule['query']>

/** What a query must not speak of: what an answer is worth, to whomever. A DRG has a weight, and so has a newborn. */
const MONEY =
  /\b(?:drgs?|ms-?drgs?|mccs?|ccs?|(?<!birth )weights?|reimburse\w*|payments?|paid|money|dollars?|revenue)\b/i
const PAYMENT =
  /\b(?:drgs?|ms-?drgs?|mccs?|ccs?|reimburse\w*|payments?|payers?|paid|pays|revenue|dollars?|(?<!birth )weights?|case[- ]mix|cmi|severity of illness|risk of mortality|soi|rom|quality (?:score|measure|metric)s?|denials?|penalt\w+|deny|denied by|bonus|incentives?|financial\w*|money|billable|upcod\w+|higher|captures?)\b/i
/** Wording that asks for an answer, or gives it. */
const LEADING =
  /\b(?:please (?:add|agree|confirm|include|addend)|(?:do|would|don't|can) you (?:agree|not agree)|isn't it|is it not|is not it|shouldn't|clearly|obviously|must be|should be (?:documented|coded)|needs? to be (?:documented|coded)|to support (?:the )?(?:code|coding|billing)|we need|in order to code|would you document|could you document|can you document)\b/i
/** A question that yes or no would answer. */
const YES_OR_NO = /^\s*(?:does|do|did|is|are|was|were|has|have|had|can|could|would|should|will)\b[^.]*\?/i

/**
 * What in a provider query is against compliant practice (ACDIS/AHIMA, Guidelines for Achieving a Compliant Query
 * Practice, 2022 update): each problem with its field, `/question` or `/options`; none is all well.
 */
export function lintQuery({ question, options }: Query): string[] {
  const texts = options.map(textOf)
  const said = [{ field: '/question', text: question }, ...texts.map((text, at) => ({ field: `/options/${at}`, text }))]
  return [
    ...said.flatMap(({ field, text }) => wordingOf(text).map((problem) => `${field}: ${problem}`)),
    ...(YES_OR_NO.test(question) ? ['/question: yes or no would answer it; ask for the diagnosis in open words'] : []),
    ...texts.flatMap((text, at) => formOf(text).map((problem) => `/options/${at}: ${problem}`)),
    ...optionsOf(texts).map((problem) => `/options: ${problem}`),
  ]
}

/** What every list of options ends with, and is no diagnosis. */
export const isOpenEnd = (option: string): boolean => /^(?:other|unable to determine)$/i.test(option.trim())

/** The words of an option, whenever it is offered. */
export const textOf = (option: Query['options'][number]): string => (typeof option === 'string' ? option : option.text)

/**
 * What the reason of a rule that asks must not name, because the provider reads it beside the query; undefined where it
 * names nothing of the kind.
 */
export const moneyIn = (why: string): string | undefined => MONEY.exec(why)?.[0]

/** Half an option is none: YAML splits `[Imaging (modality, date)]` at the comma. */
function formOf(text: string): string[] {
  const unbalanced = [...text].reduce(
    (open, sign) => (open < 0 ? open : open + (sign === '(' ? 1 : sign === ')' ? -1 : 0)),
    0,
  )
  return [
    ...(unbalanced === 0 ? [] : ['unbalanced parentheses; quote an option of a flow list that holds a comma']),
    ...(/^\p{Ll}/u.test(text) ? ['it begins with a lower-case letter'] : []),
    ...(/\bas documented\b/i.test(text)
      ? ['"as documented" is no answer; name the condition or ask to specify it']
      : []),
  ]
}

function wordingOf(text: string): string[] {
  const [payment, leading] = [PAYMENT.exec(text)?.[0], LEADING.exec(text)?.[0]]
  return [
    ...(payment === undefined ? [] : [`"${payment}" speaks of payment or reporting`]),
    ...(leading === undefined ? [] : [`"${leading}" leads to an answer`]),
  ]
}

function optionsOf(options: string[]): string[] {
  const plain = options.map((option) => option.trim().toLowerCase())
  const clinical = plain.filter((option) => !isOpenEnd(option))
  return [
    ...(plain.includes('other') ? [] : ['none is "Other"']),
    ...(plain.includes('unable to determine') ? [] : ['none is "Unable to determine"']),
    ...(clinical.length > 0 ? [] : ['none is clinical']),
    ...(clinical.length === 1 && !/please (?:specify|document)/.test(clinical[0] as string)
      ? ['a single clinical option leads to it']
      : []),
    ...(new Set(plain).size < plain.length ? ['one stands twice'] : []),
  ]
}
