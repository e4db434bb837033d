import type { Evidence } from '@claims-audit/contracts'
import type { Operation } from '@claims-audit/evidence'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { onceFor } from '../../knowledge/once-for.js'
import { anyWord } from '../../record/any-word.js'
import { headingsOf } from '../../record/headings.js'

/** The headings under which an operative note names what was done, and those of what was meant, told or is past. */
const NAMES_IT = /\b(?:procedures?|operations?|surger(?:y|ies))\b/i
const NAMES_ANOTHER = anyWord([
  String.raw`plan\w*`,
  String.raw`propos\w*`,
  'intended',
  String.raw`schedul\w*`,
  'pre-?operative',
  String.raw`histor\w*`,
  'past',
  'previous',
  'prior',
  'indications?',
  'reason',
  'consent',
  'description',
  'details?',
  'note',
  'techniques?',
  'findings',
  'in',
  'during',
  'anesthesia',
  'date',
  'diagnos[ie]s',
  'complications?',
])

/** In characters: no title is longer. */
const LONGEST = 800
/** Where it begins so, it tells how, and is no title. */
const TELLS = /^\s*(?:the|this|patient|after|following|with|under|informed|once|in|he|she|a|an)\b/i

/** What stands before an operation that was not done here and now. */
const NOT_NOW = anyWord(
  [
    String.raw`attempt\w*`,
    String.raw`plan\w*`,
    'possible',
    'via',
    'through',
    'exploration of',
    'removal of',
    'debridement',
    'closed reduction',
    'infected',
    'dislocated',
    'failed',
    'existing',
    String.raw`(?:clos\w+|takedown|reversal|revision) of`,
    String.raw`post(?!er)\w*`,
    's/p',
    'prior',
    'previous',
    'history of',
    'staged',
    'future',
    'without',
    'no',
    'not',
    'rather than',
    'instead of',
    'after',
    'following',
    'for',
  ],
  String.raw`[^.;\n]{0,30}$`,
)
/** Words of a note after which its title no longer says what was done. */
const CALLED_OFF = /\b(?:abort\w*|abandon\w*|cancel\w*|not (?:performed|done|carried out))\b/i

/**
 * Operations that the title of an operative note of this stay names and no billed procedure says (ICD-10-PCS Official
 * Guidelines, B3.2). Only of stays: other claims bill by CPT.
 */
export function procedureUncoded(record: RecordUnderAudit): Match[] {
  const { claim, coding } = record
  if (claim.claimType !== 'institutional-inpatient') return []
  const titles = titlesIn(record)
  if (titles.length === 0) return []
  return coding.operations.flatMap((operation) => {
    if (claim.procedures.some(({ code }) => operation.billed.some((start) => code.startsWith(start)))) return []
    const evidence = titles.flatMap((title) => namedIn(title, patternOf(operation)))
    const [first] = evidence
    return first === undefined
      ? []
      : [
          {
            codes: [],
            target: [operation.operation],
            values: {
              operation: operation.operation,
              said: first.text,
              begins: operation.billed.slice(0, 3).join(', '),
            },
            evidence,
          },
        ]
  })
}

/** The part of a document that names what was done. */
interface Title {
  documentId: string
  start: number
  text: string
}

function titlesIn(record: RecordUnderAudit): Title[] {
  return [...record.texts].flatMap(([documentId, text]) => {
    if (record.documentTypes.get(documentId) !== 'operative-note' || CALLED_OFF.test(text)) return []
    if (isOfAnotherTime(record.documentDates.get(documentId), record)) return []
    const headings = (headingsOf(record.texts).get(documentId) ?? []).filter(({ end }) => text[end - 1] === ':')
    return headings.flatMap(({ name, end: start }, at) => {
      const title = text.slice(start, Math.min(headings[at + 1]?.start ?? text.length, start + LONGEST))
      return NAMES_IT.test(name) && !NAMES_ANOTHER.test(name) && !TELLS.test(title)
        ? [{ documentId, start, text: title }]
        : []
    })
  })
}

function isOfAnotherTime(dated: string | undefined, { claim }: RecordUnderAudit): boolean {
  const { admissionDate, dischargeDate } = claim
  if (dated === undefined) return false
  return (
    (admissionDate !== undefined && dated < admissionDate) || (dischargeDate !== undefined && dated > dischargeDate)
  )
}

const patternOf = onceFor(({ named }: Operation) => new RegExp(named.join('|'), 'gi'))

function namedIn({ documentId, start, text }: Title, pattern: RegExp): Evidence[] {
  return [...text.matchAll(pattern)]
    .filter(({ index }) => !NOT_NOW.test(text.slice(0, index)))
    .map(({ 0: found, index }) => ({
      documentId,
      start: start + index,
      end: start + index + found.length,
      text: found,
    }))
}
