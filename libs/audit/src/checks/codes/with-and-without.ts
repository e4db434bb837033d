import type { CodeEntry } from '@claims-audit/code-sets'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { codesApart } from '../../record/codes-apart.js'

/** Every code begins with its category. */
const CATEGORY = 3
/** Of injuries and migraines one patient has several, and each may be with something or without. */
const SEVERAL = /^(?:[ST]|G43)/
/** Words of a title that say nothing of what it is with. */
const LIGHT = new Set(['with', 'without', 'other', 'unspecified', 'acute', 'chronic', 'current', 'mention'])

/**
 * Two codes of one condition of which one says that it is with something, and the other that it is without: "without
 * cholecystitis" beside "with acute cholecystitis". Both cannot be (Guideline I.B.2 and I.B.9).
 */
export function withAndWithout(record: RecordUnderAudit): Match[] {
  const entries = record.billed.flatMap((code) => record.codeSets.diagnosis(code, record.date) ?? [])
  return entries.flatMap((without) => {
    if (SEVERAL.test(without.code) || !/\bwithout\b/.test(without.title)) return []
    const beside = entries.find((entry) => entry !== without && contradicts(without, entry))
    return beside === undefined
      ? []
      : [
          {
            codes: [without.dotted, beside.dotted],
            values: { code: without.dotted, title: without.title, beside: beside.dotted, besideTitle: beside.title },
          },
        ]
  })
}

function contradicts(one: CodeEntry, other: CodeEntry): boolean {
  if (one.code.slice(0, CATEGORY) !== other.code.slice(0, CATEGORY) || codesApart(one, other) !== undefined)
    return false
  const [a, b] = [partsOf(one.title), partsOf(other.title)]
  if (a.condition !== b.condition) return false
  const against = b.having.filter((each) => a.without.some((phrase) => sharesWord(phrase, each)))
  // What else each is with is the same: ketoacidosis without coma beside hypoglycemia with coma are two things.
  return against.length > 0 && b.having.filter((each) => !against.includes(each)).join() === a.having.join()
}

const sharesWord = (phrase: string, other: string): boolean =>
  wordsOf(phrase).some((word) => wordsOf(other).includes(word))

/** "Calculus of gallbladder | without cholecystitis | without obstruction", by what it is with and without. */
function partsOf(title: string): { condition: string; having: string[]; without: string[] } {
  const [condition = '', ...phrases] = title.toLowerCase().split(/,?\s+(?=with(?:out)?\b)/)
  const parts = phrases.map((phrase) => phrase.replace(/,.*/, ''))
  return {
    condition: condition.replace(/,? unspecified$/, ''),
    having: parts.filter((part) => /^with\b/.test(part)),
    without: parts.filter((part) => /^without\b/.test(part)),
  }
}

const wordsOf = (phrase: string): string[] => (phrase.match(/[a-z]{4,}/g) ?? []).filter((word) => !LIGHT.has(word))
