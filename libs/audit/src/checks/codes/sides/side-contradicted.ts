import type { CodeEntry } from '@claims-audit/code-sets'
import { NO_CHANGE } from '../../../findings/match.js'
import type { Match } from '../../../findings/match.js'
import { replacing } from '../../../findings/proposal.js'
import type { RecordUnderAudit } from '../../../findings/subject.js'
import { isBesideCondition } from './of-condition.js'
import { siblingTitled } from './siblings.js'
import { mentionsOfSide, namesSide, partIn, partOfLimbIn, wordsOfPart, type Side } from './sides.js'

/** The side of a title, and what follows it: "left shoulder", "right great toe", "right bronchus or lung". */
const SIDE_OF = /\b(left|right) ([a-z ]{3,})/i
/** Words behind a side that are not of a body part: "left side", "left dominant", "left ventricle", "left main artery". */
const NO_PART =
  /^(?:sided?|dominant|non|nondominant|main|heart|coronary|bundle|and|or|anterior|posterior|internal|external|common|vertebral|carotid|cerebral|iliac|subclavian|renal|ventric\w*|atri\w*)\b/i
/** A side of a whole limb: the condition's own name may say where in it, "Carpal tunnel syndrome, right upper limb". */
const OF_LIMB = /\b(left|right) ((?:upper|lower) (?:limb|extremity))\b/i
/** Fewer mentions may be a slip of the pen, or of another matter, unless one stands beside the condition. */
const FEWEST = 2
/** So often, and beside the condition: then the other side that is named of no part is only compared with it. */
const FIRM = 3
/** A note of an injury names the side of the injured part. */
const INJURY = /^S/

/**
 * A billed side that the record names of no such part of the body, where it names the other one of it (Guideline
 * I.B.13: the side is coded as documented; when the documentation conflicts, the provider is asked).
 */
export function sideContradicted(record: RecordUnderAudit): Match[] {
  if (!record.documented) return []
  return record.billed.flatMap((code) => {
    const entry = record.codeSets.diagnosis(code, record.date)
    const placed = entry === undefined ? undefined : placeOf(entry, record)
    return entry === undefined || placed === undefined ? [] : matchOf(entry, placed, record)
  })
}

/** What a code is of: a side, the part of the body, and the words by which a note names that part. */
interface Place {
  side: Side
  part: string
  words: readonly string[]
}

function placeOf({ title }: CodeEntry, { coding }: RecordUnderAudit): Place | undefined {
  const [, ofLimb, limb = ''] = OF_LIMB.exec(title) ?? []
  if (ofLimb !== undefined) {
    const side = ofLimb.toLowerCase() as Side
    const part = partOfLimbIn(title, coding)
    if (part !== undefined) return { side, part, words: [part] }
    const whole = limb.toLowerCase().replace('extremity', 'limb')
    return { side, part: whole, words: wordsOfPart(whole, coding) }
  }
  const [, side, behind = ''] = SIDE_OF.exec(title) ?? []
  if (side === undefined || NO_PART.test(behind) || /bilateral|affecting/i.test(title)) return undefined
  const part = partIn(behind, coding) ?? (behind.split(' ', 1)[0] as string)
  return { side: side.toLowerCase() as Side, part: part.toLowerCase(), words: wordsOfPart(part.toLowerCase(), coding) }
}

function matchOf(entry: CodeEntry, { side, part, words }: Place, record: RecordUnderAudit): Match[] {
  const other = side === 'left' ? 'right' : 'left'
  const texts = [...record.texts]
  const named = texts.flatMap(([documentId, text]) =>
    mentionsOfSide(other, words, text).map((mention) => ({ documentId, ...mention })),
  )
  const isFirm = named.length >= FIRM && named.some((mention) => isBesideCondition(mention, entry, record))
  if (texts.some(([, text]) => namesSide(side, part, text, record.coding, isFirm))) return []
  const enough =
    INJURY.test(entry.code) || named.some((mention) => isBesideCondition(mention, entry, record)) ? 1 : FEWEST
  if (named.length < enough) return []
  const sibling = siblingTitled(entry.title.replace(new RegExp(`\\b${side}\\b`, 'gi'), other), entry, record)
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
