import type { CodeEntry } from '@claims-audit/code-sets'
import type { RecordUnderAudit } from '../../../findings/subject.js'
import { namesFor } from '../../../knowledge/families.js'
import { sentenceAround } from '../../../record/sentence.js'
import { isPart } from './sides.js'

/** A place in a document. */
interface Mention {
  documentId: string
  start: number
  end: number
}

/** Words of titles that name no condition: of sides, encounters and what is left open. */
const OF_TITLES =
  /^(?:left|right|bilateral|other|unspecified|initial|subsequent|encounter|fracture|closed|opened|routine|healing|specified|primary|secondary|acquired|upper|lower|limb|first|second|third|fourth|fifth|middle|proximal|distal|medial|lateral)$/
/** In letters: a stem holds the forms of a word, "dislocation" and "dislocated". */
const [SHORTEST, STEM] = [5, 6]

/**
 * Whether the sentence of a mention names the condition of a code too, by a word of its title or by what notes call it;
 * true of a title without such words.
 */
export function isBesideCondition(mention: Mention, entry: CodeEntry, record: RecordUnderAudit): boolean {
  const sentence = sentenceAround(record.texts.get(mention.documentId) ?? '', mention.start, mention.end).toLowerCase()
  const { names } = namesFor(entry.code, record.coding)
  const words = [...stemsOf(entry, record), ...names]
  return words.length === 0 || words.some((name) => sentence.includes(name))
}

/** Without the part of the body, which the mention has anyway. */
const stemsOf = ({ title }: CodeEntry, { coding }: RecordUnderAudit): string[] =>
  (title.toLowerCase().match(/[a-z]+/g) ?? [])
    .filter((word) => word.length >= SHORTEST && !OF_TITLES.test(word) && !isPart(word, coding))
    .map((word) => word.slice(0, STEM))
