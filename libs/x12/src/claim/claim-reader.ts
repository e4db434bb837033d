import { formOf } from '../envelope/guides.js'
import type { Survey } from '../envelope/survey.js'
import type { Isa } from '../read/isa.js'
import { SegmentReader } from '../read/segments.js'
import type { SegmentHandler } from '../read/segments.js'
import { Elements } from '../read/elements.js'
import { packed, tagAt } from '../read/tags.js'
import { Position } from '../report/place.js'
import type { Report } from '../report/report.js'
import type { X12Result } from '../report/result.js'
import { ClaimSegments } from './claim-segments.js'

const ST = packed('ST')
const SE = packed('SE')
const GS = packed('GS')

/**
 * The second pass over a file: the claims of the transactions that its survey found whole. `push` the same bytes again, in pieces of any size; each call
 * gives what has become known. At the end, a file without any transaction is refused as a whole.
 */
export class ClaimReader {
  private readonly survey: Survey
  private readonly transactions: Transactions
  private readonly reader: SegmentReader

  constructor(survey: Survey) {
    this.survey = survey
    this.transactions = new Transactions(survey)
    this.reader = new SegmentReader(this.transactions)
  }

  push(bytes: Uint8Array): X12Result[] {
    this.reader.push(bytes)
    return this.transactions.take()
  }

  end(): X12Result[] {
    this.reader.end()
    this.transactions.close()
    const left = this.transactions.take()
    const place = { interchange: this.survey.interchanges }
    return this.survey.transactions > 0
      ? left
      : [{ place, refused: { code: 'no-transaction', place }, claims: this.survey.claims }]
  }

  report(): Report {
    const { interchanges, groups, transactions, claims, refused, notes } = this.survey
    const { counts, notes: more, unmappedSegments } = this.transactions.claims
    const claimsRefused = [...refused.values()].reduce((sum, each) => sum + each.claims, counts.refused)
    const { diagnoses, presentOnAdmission, procedures, lines } = counts
    return {
      ...{ interchanges, groups, transactions, transactionsRefused: refused.size, claims, claimsRefused },
      ...{ diagnoses, presentOnAdmission, procedures, lines },
      notes: [...notes, ...more.list()],
      unmapped: unmappedSegments.list(),
    }
  }
}

/** Passes on the segments of the transactions that are read. */
class Transactions implements SegmentHandler {
  private readonly survey: Survey
  private readonly position = new Position()
  private readonly elements = new Elements()
  private results: X12Result[] = []
  readonly claims = new ClaimSegments(this.position, (result) => void this.results.push(result))
  private guide = ''
  private isOpen = false

  constructor(survey: Survey) {
    this.survey = survey
  }

  interchange(): void {
    this.close()
    this.position.openInterchange()
  }

  /** The survey has noted it. */
  odd(): void {}

  segment(s: string, from: number, end: number, isa: Isa): void {
    const tag = tagAt(s, from, end, isa.element)
    if (tag === ST) return this.open(s, from, end, isa)
    this.position.segment += 1
    if (this.isOpen) this.claims.segment(tag, s, from, end, isa)
    if (tag === SE) this.close()
    else if (tag === GS) {
      this.elements.split(s, from, end, isa)
      this.guide = this.elements.text(8)
    }
  }

  close(): void {
    if (this.isOpen) this.claims.endTransaction()
    this.isOpen = false
  }

  take(): X12Result[] {
    const { results } = this
    this.results = []
    return results
  }

  private open(s: string, from: number, end: number, isa: Isa): void {
    this.close()
    this.position.openTransaction()
    const refused = this.survey.refused.get(this.position.ordinal)
    if (refused !== undefined) {
      const { claims, ...refusal } = refused
      this.results.push({ place: refusal.place, refused: refusal, claims })
      return
    }
    this.elements.split(s, from, end, isa)
    const form = formOf(this.elements.text(3) || this.guide)
    if (form === undefined) return
    this.claims.beginTransaction(form)
    this.isOpen = true
  }
}
