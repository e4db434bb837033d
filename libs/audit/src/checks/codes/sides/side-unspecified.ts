import type { CodeEntry } from '@claims-audit/code-sets'
import type { Match } from '../../../findings/match.js'
import { replacing } from '../../../findings/proposal.js'
import type { RecordUnderAudit } from '../../../findings/subject.js'
import { isBesideCondition } from './of-condition.js'
import { siblingTitled } from './siblings.js'
import { mentionsOfSide, namesBothSides, partIn, partOfLimbIn, wordsOfPart, type Side } from './sides.js'

/** What a title leaves open, and what follows it: "unspecified shoulder", "unspecified upper limb". */
const LEFT_OPEN = /\bunspecified (?=([a-z ]{3,}))/gi
const SIDES: readonly Side[] = ['left', 'right']

/**
 * A code for an unspecified side of a part of which the record names one side alone, beside the condition (Guidelines
 * I.B.13 and I.B.18: unspecified only where the record does not say).
 */
export function sideUnspecified(record: RecordUnderAudit): Match[] {
  if (!record.documented || [...record.texts.values()].some(namesBothSides)) return []
  return record.billed.flatMap((code) => {
    const entry = record.codeSets.diagnosis(code, record.date)
    if (entry === undefined || entry.header) return []
    return [...entry.title.matchAll(LEFT_OPEN)].flatMap(({ index, 1: behind = '' }) =>
      matchOf(entry, index, behind, record),
    )
  })
}

function matchOf(entry: CodeEntry, at: number, behind: string, record: RecordUnderAudit): Match[] {
  const part = /^(?:upper|lower) limb/.test(behind)
    ? (partOfLimbIn(entry.title, record.coding) ?? behind.slice(0, 'upper limb'.length))
    : partIn(behind, record.coding)
  if (part === undefined) return []
  const words = wordsOfPart(part, record.coding)
  const [left = [], right = []] = SIDES.map((side) =>
    [...record.texts].flatMap(([documentId, text]) =>
      mentionsOfSide(side, words, text).map((mention) => ({ documentId, ...mention })),
    ),
  )
  const [side, named] = left.length > 0 ? (['left', left] as const) : (['right', right] as const)
  if ((left.length > 0 && right.length > 0) || !named.some((each) => isBesideCondition(each, entry, record))) return []
  const title = `${entry.title.slice(0, at)}${side}${entry.title.slice(at + 'unspecified'.length)}`
  const sibling = siblingTitled(title, entry, record)
  if (sibling === undefined) return []
  return [
    {
      codes: [entry.dotted],
      values: {
        code: entry.dotted,
        title: entry.title,
        side,
        said: named[0]?.text ?? '',
        instead: sibling.dotted,
      },
      evidence: named,
      proposal: replacing(entry.code, sibling.code, record.claim),
    },
  ]
}
