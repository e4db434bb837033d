import type { CodeEntry } from '@claims-audit/code-sets'
import { NO_CHANGE } from '../../../findings/match.js'
import type { Match } from '../../../findings/match.js'
import { replacing } from '../../../findings/proposal.js'
import type { RecordUnderAudit } from '../../../findings/subject.js'

/**
 * The code for each side billed, where one code says both (Guideline I.B.13): titles that differ in the side alone, and
 * a bilateral one beside them under the same header.
 */
export function bothBilled(record: RecordUnderAudit): Match[] {
  const billed = record.billed.flatMap((code) => {
    const entry = record.codeSets.diagnosis(code, record.date)
    return entry === undefined || entry.header ? [] : [entry]
  })
  return billed.flatMap((right) => {
    if (!/\bright\b/i.test(right.title)) return []
    const left = billed.find(({ title }) => title === right.title.replace(/\bright\b/gi, 'left'))
    const both = left === undefined ? undefined : bilateralBeside(right, left, record)
    return left === undefined || both === undefined ? [] : [matchOf(right, left, both, record)]
  })
}

/** The one bilateral code among the children of their common header, or of the one above it. */
function bilateralBeside(right: CodeEntry, left: CodeEntry, record: RecordUnderAudit): CodeEntry | undefined {
  const header = right.code.slice(0, -1)
  if (left.code.slice(0, -1) !== header) return undefined
  const found = [header, header.slice(0, -1)].flatMap((at) =>
    (record.codeSets.diagnosis(at, record.date)?.children ?? []).flatMap((child) => {
      const entry = record.codeSets.diagnosis(child, record.date)
      return entry?.billable === true && isBilateral(entry, right) ? [entry] : []
    }),
  )
  const [only, ...more] = [...new Map(found.map((entry) => [entry.code, entry])).values()]
  return more.length === 0 ? only : undefined
}

/** "Bilateral primary osteoarthritis of hip", of "Unilateral primary osteoarthritis, right hip"; "bilateral" may stand for "right eye". */
function isBilateral({ title }: CodeEntry, { title: ofOne }: CodeEntry): boolean {
  const [both, one] = [wordsOf(title), wordsOf(ofOne)]
  return /\bbilateral\b/i.test(title) && both.every((word) => one.includes(word)) && one.length - both.length <= 1
}

const wordsOf = (title: string): string[] =>
  (title.toLowerCase().match(/[a-z]+/g) ?? [])
    .filter((word) => !/^(?:bilateral|unilateral|right|left|of|in|the)$/.test(word))
    .map((word) => word.replace(/s$/, ''))

function matchOf(right: CodeEntry, left: CodeEntry, both: CodeEntry, { claim }: RecordUnderAudit): Match {
  const { replace, remove } = replacing(right.code, both.code, claim)
  return {
    codes: [right.dotted, left.dotted],
    values: { right: right.dotted, left: left.dotted, instead: both.dotted, title: both.title },
    proposal: { ...NO_CHANGE, replace, remove: [...remove, { code: left.dotted }] },
  }
}
