import { Refused } from '../report/result.js'
import type { PassedOver } from '../report/result.js'
import type { Tally } from '../report/report.js'
import { plainTextOf } from '../text/content.js'
import type { PlainText } from '../text/content.js'
import { base64Bytes } from '../text/decode.js'
import type { Group } from './groups.js'
import type { Message, Segment } from './message.js'

/** Observations that are no longer so: deleted, of the wrong patient, not to be had (HL7 v2 table 0085). */
const GONE = new Set(['D', 'W', 'X'])
const TEXT = new Set(['TX', 'FT', 'ST', ''])
const NUMBER = /^[<>=≤≥~]{0,2}\s*[+-]?\d[\d.,:/-]*\s*%?$/

/**
 * The text of a document's observations, or why it has none. Throws a refusal where its content is there and cannot be
 * read.
 */
export function contentOf(group: Group, message: Message, tally: Tally): PlainText | PassedOver {
  const parts: PlainText[] = []
  let fault: Refused | undefined
  let hasNumbersOnly = true
  for (const observation of group.observations) {
    const type = observation.component(2).toUpperCase()
    if (GONE.has(observation.component(11))) {
      tally.leave(`${type} withdrawn`)
      continue
    }
    try {
      const part = partOf(observation, type, message)
      if (part !== undefined) parts.push(part)
      else tally.leave(type)
      hasNumbersOnly &&= part === undefined && isNumber(observation, type)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      tally.leave(`${type} ${error.code}`)
      fault ??= new Refused(error.code, { ...placeOf(observation), ...error.at }, error.keyword)
    }
  }
  const text = parts.map((part) => part.text).join('\n')
  if (text.trim() === '' && fault !== undefined) throw fault
  if (group.observations.length === 0) return 'no-content'
  if (text.trim() === '') return hasNumbersOnly ? 'numbers-only' : 'no-text'
  const conversion = [...new Set(parts.flatMap((part) => part.conversion ?? []))].join(' ')
  return { text: text.replace(/^\n+|\s+$/g, ''), ...(conversion !== '' && { conversion }) }
}

const placeOf = ({ number, id }: Segment): object => ({ segment: number, id, field: 5 })

const isNumber = (observation: Segment, type: string): boolean =>
  type === 'NM' || type === 'SN' || NUMBER.test(observation.whole(5).trim())

/** What an observation adds to the text; undefined for a number, a code, and what has no value. */
function partOf(observation: Segment, type: string, message: Message): PlainText | undefined {
  if (type === 'ED') return embedded(observation)
  if (type === 'RP') throw new Refused('document-elsewhere')
  if (!TEXT.has(type)) return undefined
  const raw = observation.raw(5)
  const isText = type === 'TX' || type === 'FT'
  if (!isText && (raw === '' || NUMBER.test(raw.trim()))) return undefined
  // A repetition of text is its next line.
  const text = observation.text(raw.split(message.delimiters.repetition).join('\n'))
  return plainTextOf(Buffer.from(text), 'text/plain; charset=utf-8')
}

/** Encapsulated data: kind ^ subtype ^ encoding ^ data behind the application (HL7 v2, chapter 2A, ED). */
function embedded(observation: Segment): PlainText {
  const [components = []] = observation.repetitions(5)
  const [, kind = '', subtype = '', encoding = '', ...data] = components
  const given = data.join('^')
  const mediaType = subtype === '' ? kind : subtype
  if (given === '') throw new Refused(/pdf/i.test(mediaType) ? 'pdf' : 'media-type', {}, 'empty')
  if (/^a$/i.test(encoding) || encoding === '') return plainTextOf(Buffer.from(given), mediaType)
  if (/^hex$/i.test(encoding)) return plainTextOf(Buffer.from(given, 'hex'), mediaType)
  const bytes = base64Bytes(given)
  if (bytes === undefined) throw new Refused('base64')
  return plainTextOf(bytes, mediaType)
}
