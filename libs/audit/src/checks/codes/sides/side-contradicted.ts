import type { CodeEntry } from '@claims-audit/code-sets'
import { NO_CHANGE } from '../../../findings/match.js'
import type { Match } from '../../../findings/match.js'
import { replacing } from '../../../findings/proposal.js'
import { billedDiagnoses } from '../../../findings/subject.js'
import type { RecordUnderAudit } from '../../../findings/subject.js'
import { mentionsOfSide, namesSide, partOfLimbIn, wordsOfPart, type Side } from './sides.js'

/** The side of a title, and the part of the body that it is of: "left shoulder", "right eye". */
const SIDE_OF = /\b(left|right) ([a-z]{3,})\b/i
/**
 * Words after a side that are not a body part, or are one of a single organ: "left side", "left dominant", "left
 * ventricle".
 */
const NO_PART =
  /^(?:sided?|dominant|non|nondominant|upper|lower|main|heart|coronary|bundle|and|or|anterior|posterior|middle|great|lesser|internal|external|common|vertebral|carotid|cerebral|iliac|subclavian|renal|ventric\w*|atri\w*)$/i
/** A side of a whole limb: the condition's own name says where in it, "Carpal tunnel syndrome, right upper limb". */
const OF_LIMB = /\b(left|right) (?:upper|lower) (?:limb|extremity)\b/i
/** Fewer mentions may be a slip of the pen. */
const FEWEST = 2
/** A note of an injury names the side of the injured part; of another condition, one mention may be of another matter. */
const INJURY = /^S/
/**
 * A billed side that the record names of no such part of the body, where it names the other one of it (Guideline
 * I.B.13: the side is coded as documented; when the documentation conflicts, the provider is asked).
 */
export function sideContradicted(record: RecordUnderAudit): Match[] {
  if (!record.documented) return []
  return [...new Set(billedDiagnoses(record.claim))].flatMap((code) => {
    const entry = record.codeSets.diagnosis(code, record.date)
    const placed = entry === undefined ? undefined : placeOf(entry)
    return entry === undefined || placed === undefined ? [] : matchOf(entry, placed, record)
  })
}

/** What a code is of: a side, the part of the body, and the words by which a note names that part. */
interface Place {
  side: Side
  part: string
  words: readonly string[]
}

function placeOf({ title }: CodeEntry): Place | undefined {
  const limb = OF_LIMB.exec(title)?.[1]
  if (limb !== undefined) {
    const part = partOfLimbIn(title)
    return part === undefined ? undefined : { side: limb.toLowerCase() as Side, part, words: [part] }
  }
  const [, side, part] = SIDE_OF.exec(title) ?? []
  if (side === undefined || part === undefined || NO_PART.test(part) || /bilateral|affecting/i.test(title))
    return undefined
  return { side: side.toLowerCase() as Side, part: part.toLowerCase(), words: wordsOfPart(part.toLowerCase()) }
}

function matchOf(entry: CodeEntry, { side, part, words }: Place, record: RecordUnderAudit): Match[] {
  const other = side === 'left' ? 'right' : 'left'
  const texts = [...record.texts]
  if (texts.some(([, text]) => namesSide(side, part, text))) return []
  const named = texts.flatMap(([documentId, text]) =>
    mentionsOfSide(other, words, text).map((mention) => ({ documentId, ...mention })),
  )
  if (named.length < (INJURY.test(entry.code) ? 1 : FEWEST)) return []
  const sibling = siblingOf(entry, side, other, record)
  return [
    {
      codes: [entry.dotted],
      target: [side],
      values: {
        code: entry.dotted,
        title: entry.title,
        side,
        other,
        said: named[0]?.text ?? '',
        instead: sibling === undefined ? '' : `; ${sibling.dotted} is its code for the ${other} side`,
      },
      evidence: named,
      proposal: sibling === undefined ? NO_CHANGE : replacing(entry.code, sibling.code, record.claim),
    },
  ]
}

/** The code of the same category whose title differs in the side alone. */
function siblingOf(
  { code, title }: CodeEntry,
  side: Side,
  other: Side,
  record: RecordUnderAudit,
): CodeEntry | undefined {
  const wanted = title.replace(new RegExp(`\\b${side}\\b`, 'gi'), other)
  const [category] = [code.slice(0, 3)]
  const siblings = (at: string): CodeEntry[] =>
    (record.codeSets.diagnosis(at, record.date)?.children ?? []).flatMap((child) => {
      const entry = record.codeSets.diagnosis(child, record.date)
      return entry === undefined ? [] : entry.header ? siblings(child) : [entry]
    })
  return siblings(category).find((entry) => entry.title === wanted)
}
