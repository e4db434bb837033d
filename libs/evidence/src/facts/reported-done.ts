import type { Fact } from './fact.js'

/** Behind a mention, how far the next sentence may begin and go on; and before it, where its plan stands. */
const [WINDOW, PLAN] = [260, 60]
const SHOWED =
  '(?:which |also |then |did not |was |were |came back |has |had ){0,2}(?:showed?|shown|revealed?|demonstrated?|confirmed|disclosed|found|done|performed|obtained|negative|normal|unremarkable)\\b'
const NEXT = '^[^.;!?\\n]{0,120}[.;]\\s{1,3}(?:\\w+ly,? )?'
/** What stands for the test that was named, beside its own name. */
const TEST = '(?:this|it|these|they|the (?:study|studies|scan|test|films?|images?|results?|report))'
const YET_TO_COME = /\b(?:will|plan|going to|today)\b/i

/** "He was to have an MRI. It showed a tear.": a test that was asked for, and whose result the next sentence gives. */
export function settleReported(facts: Fact[], from: number, text: string, tests: ReadonlySet<string>): void {
  for (let i = from; i < facts.length; i++) {
    const fact = facts[i] as Fact
    if (fact.care !== 'planned' || !tests.has(fact.concept) || !isTold(fact, text)) continue
    fact.assertion = 'affirmed'
    delete fact.care
  }
}

function isTold({ start, end, text: name }: Fact, text: string): boolean {
  if (YET_TO_COME.test(text.slice(Math.max(0, start - PLAN), start))) return false
  const [word = name] = /[\w-]+$/.exec(name) ?? []
  const named = `(?:the|that|this|his|her) (?:\\w+ )?${word}`
  const told = new RegExp(
    `${NEXT}(?:(?:${TEST}|${named}),? ${SHOWED}|(?:he|she|patient) had (?:${named}|it|this)\\b)`,
    'i',
  )
  return told.test(text.slice(end, end + WINDOW))
}
