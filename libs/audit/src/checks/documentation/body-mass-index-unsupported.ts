import { dotted } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

const INDEX = /\bbmi\b|body mass|quetelet/i
const WEIGHT = /\b(?:weigh\w*|wt)\b[^.\n]{0,25}\d|\d\s?(?:kg|kilo\w*|lbs?|pounds?)\b/i
const HEIGHT = /\b(?:height|ht|tall)\b|\d\s?(?:cm|inches|feet|ft)\b|\d['’]\s?\d/i

/** A body mass index that no document has, nor a weight and a height to count it by (Guideline I.B.14). */
export function bodyMassIndexUnsupported(record: RecordUnderAudit): Match[] {
  const code = record.billed.find((billed) => billed.startsWith('Z68'))
  if (code === undefined || record.documentTypes.size === 0) return []
  const texts = [...record.texts.values()]
  const has = (words: RegExp): boolean => texts.some((text) => words.test(text))
  if (has(INDEX) || (has(WEIGHT) && has(HEIGHT)) || record.facts.some(({ concept }) => concept === 'body-mass-index'))
    return []
  const title = record.codeSets.diagnosis(code, record.date)?.title ?? ''
  return [{ codes: [dotted(code)], values: { code: dotted(code), title }, missing: ['A body mass index'] }]
}
