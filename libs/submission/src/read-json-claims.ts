import { TOO_LARGE, linesOf, parseEvent, readJson } from '@claims-audit/claim'
import type { Line } from '@claims-audit/claim'
import { addReport, hasDocumentsApart, isFhir, readFhir, readFhirDocuments } from '@claims-audit/fhir'
import type { FhirReport } from '@claims-audit/fhir'
import { judgedConversion, judgedItem, judgedVoid } from './input-claim.js'
import type { InputClaim } from './input-claim.js'
import { areDocuments, judgedDocuments, judgedReceived } from './input-documents.js'
import type { InputDocuments } from './input-documents.js'

/** A claim event has 4 MB at most; a Bundle in one line holds many claims. */
const LONGEST_LINE = 64_000_000

/** Bytes; longer ones are refused. */
export interface JsonLimits {
  line?: number
  /** Of a document over several lines, which is held in memory. */
  document?: number
}

/** Claims of JSON, and documents that come apart from them; in the end the report on the FHIR among it. */
export async function* readJsonInput(
  content: AsyncIterable<Uint8Array>,
  { line: longestLine = LONGEST_LINE, document: longestDocument = Infinity }: JsonLimits = {},
): AsyncGenerator<InputClaim | InputDocuments, FhirReport | undefined> {
  const read = new JsonReader()
  const lines = linesOf(content, longestLine)
  const { value: first, done } = await lines.next()
  if (done === true) return undefined
  if (!beginsDocument(first)) {
    yield* read.line(first)
    for await (const line of lines) yield* read.line(line)
    return read.report
  }
  const held = [first]
  let size = first.text.length
  for await (const line of lines) {
    size += line.text.length
    if (size > longestDocument) {
      yield { at: { line: first.number }, text: '', rejected: TOO_LARGE }
      return read.report
    }
    held.push(line)
  }
  yield* read.document(held)
  return read.report
}

const beginsDocument = ({ text, rejected }: Line): boolean =>
  (!rejected && /^\ufeff?[[{]/.test(text) && 'rejected' in readJson(text)) || /^\ufeff?\[/.test(text)

/** Reads lines and documents; adds up what FHIR held. */
class JsonReader {
  report: FhirReport | undefined;

  /** What was no document after all is read by the line: one broken line loses no other. */
  *document(lines: Line[]): Generator<InputClaim | InputDocuments> {
    const broken = lines.filter(({ rejected }) => rejected !== undefined)
    if (broken.length > 0) {
      for (const line of broken) yield* this.line(line)
      return
    }
    const document = readJson(lines.map((line) => line.text).join('\n'))
    if ('rejected' in document) {
      for (const line of lines) yield* this.line(line)
      return
    }
    const items: unknown[] = Array.isArray(document.value) ? document.value : [document.value]
    for (const [at, item] of items.entries()) yield* this.#item(item, { line: at + 1 })
  }

  *line({ number, text, rejected }: Line): Generator<InputClaim | InputDocuments> {
    const at = { line: number }
    if (rejected) return yield { at, text, rejected }
    const other = mayBeOther(text) ? readJson(text) : undefined
    if (other !== undefined && 'value' in other && (isFhir(other.value) || areDocuments(other.value)))
      return yield* this.#item(other.value, at)
    const parsed = parseEvent(text)
    if ('claim' in parsed) yield { at, text, claim: parsed.claim, sentOn: parsed.sentOn }
    else yield { at, text, rejected: parsed.rejected, ...judgedVoid(text) }
  }

  *#item(item: unknown, at: object): Generator<InputClaim | InputDocuments> {
    if (areDocuments(item)) return yield { at, ...judgedDocuments(item) }
    if (!isFhir(item)) return yield { at, ...judgedItem(item) }
    if (hasDocumentsApart(item)) return yield* this.#documents(item, at)
    const { results, report } = readFhir(item)
    let refused = 0
    for (const result of results) {
      const where = result.resource === '' ? at : { ...at, resource: result.resource }
      const judged = 'refused' in result ? { text: '', rejected: result.refused } : judgedConversion(result.claim)
      if ('claim' in result && 'rejected' in judged && judged.voids === undefined) refused += 1
      yield { at: where, ...judged }
    }
    this.#add({ ...report, claimsRefused: report.claimsRefused + refused })
  }

  *#documents(item: { resourceType: string }, at: object): Generator<InputClaim | InputDocuments> {
    const { results, report } = readFhirDocuments(item)
    for (const result of results) {
      const where = result.resource === '' ? at : { ...at, resource: result.resource }
      if ('refused' in result) yield { at: where, text: '', rejected: result.refused }
      else yield { at: where, ...judgedReceived(result.received) }
    }
    this.#add(report)
  }

  #add(report: FhirReport): void {
    this.report = this.report === undefined ? report : addReport(this.report, report)
  }
}

/** Before a line is parsed twice: whether it may be FHIR, or documents without a claim. */
const mayBeOther = (text: string): boolean =>
  text.includes('"resourceType"') || (!text.includes('"claimType"') && /"documents"|"captureId"/.test(text))
