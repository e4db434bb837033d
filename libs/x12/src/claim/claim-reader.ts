import { formOf } from '../envelope/guides.js'
import type { Survey } from '../envelope/survey.js'
import type { Isa } from '../read/isa.js'
import { SegmentReader } from '../read/segments.js'
import type { OddText, SegmentHandler } from '../read/segments.js'
import { Elements } from '../read/elements.js'
import { packed, tagAt } from '../read/tags.js'
import { Position } from '../report/place.js'
import type { Place, RefusalCode } from '../report/place.js'
import type { Report } from '../report/report.js'
import type { X12Result } from '../report/result.js'
import { ClaimSegments } from './claim-segments.js'
import { Echoes } from './echoes.js'

const ST = packed('ST')
const SE = packed('SE')
const CLM = packed('CLM')
const GS = packed('GS')
/** What stands outside a transaction by right. */
const OUTSIDE = new Set(['GS', 'GE', 'IEA', 'TA1'].map(packed))

/**
 * The second pass over a file: the claims of the transactions that its survey found whole. `push` the same bytes again,
 * in pieces of any size; each call gives what has become known. At the end, a file without any transaction is refused
 * as a whole.
 */
export class ClaimReader {
  private readonly survey: Survey
  private readonly transactions: Transactions
  private readonly reader: SegmentReader

  /** `echoes`: each claim comes with what an answer to its sender repeats of it, the patient's name among it. */
  constructor(survey: Survey, { echoes = false } = {}) {
    this.survey = survey
    this.transactions = new Transactions(survey, echoes ? new Echoes() : undefined)
    const mayWrap = survey.notes.some(({ code }) => code === 'wrapped')
    this.reader = new SegmentReader(this.transactions, { mayWrap })
  }

  push(bytes: Uint8Array): X12Result[] {
    this.reader.push(bytes)
    return this.transactions.take()
  }

  end(): X12Result[] {
    this.reader.end()
    this.transactions.close()
    if (this.survey.transactions === 0) this.transactions.refuse('no-transaction', 0)
    return this.transactions.take()
  }

  report(): Report {
    const { interchanges, groups, transactions, claims, refused, notes } = this.survey
    const { counts, notes: more, unmappedSegments } = this.transactions.claims
    const outside = counts.refused + this.transactions.strayClaims
    const claimsRefused = [...refused.values()].reduce((sum, each) => sum + each.claims, outside)
    const { diagnoses, presentOnAdmission, procedures, lines } = counts
    return {
      ...{ interchanges, groups, transactions, transactionsRefused: refused.size, claims, claimsRefused },
      ...{ diagnoses, presentOnAdmission, procedures, lines },
      notes: [...notes, ...more.list()],
      unmapped: unmappedSegments.list(),
    }
  }
}

/**
 * A run of segments that are in no transaction, because an ST was damaged: what claims it has are refused, and not
 * lost.
 */
interface Stray {
  place: Place
  claims: number
}

/** Passes on the segments of the transactions that are read. */
class Transactions implements SegmentHandler {
  private readonly survey: Survey
  private readonly position = new Position()
  private readonly elements = new Elements()
  private results: X12Result[] = []
  readonly claims: ClaimSegments
  strayClaims = 0
  private guide = ''
  /** Of the transaction that is open: whether it is read. */
  private isRead: boolean | undefined
  private stray: Stray | undefined

  constructor(survey: Survey, echoes: Echoes | undefined) {
    this.survey = survey
    this.claims = new ClaimSegments(this.position, (result) => void this.results.push(result), echoes)
  }

  interchange(): void {
    this.close()
    this.position.openInterchange()
  }

  /** The survey has noted it; text that is skipped may have held claims. */
  odd(code: OddText): void {
    if (code !== 'no-interchange' && code !== 'segment-too-long') return
    this.close()
    this.refuse(code, 0)
  }

  segment(s: string, from: number, end: number, isa: Isa): void {
    const tag = tagAt(s, from, end, isa.element)
    if (tag === ST) return this.open(s, from, end, isa)
    this.position.segment += 1
    if (this.isRead === true) this.claims.segment(tag, s, from, end, isa)
    if (tag === SE && this.isRead !== undefined) this.close()
    else if (OUTSIDE.has(tag)) this.pass(tag, s, from, end, isa)
    else if (this.isRead === undefined) this.keepStray(tag)
  }

  close(): void {
    if (this.isRead === true) this.claims.endClaim()
    this.isRead = undefined
    const { stray } = this
    if (stray === undefined) return
    const { place, claims } = stray
    this.stray = undefined
    this.strayClaims += claims
    this.results.push({ place, refused: { code: 'outside-a-transaction', place }, claims })
  }

  take(): X12Result[] {
    const { results } = this
    this.results = []
    return results
  }

  refuse(code: RefusalCode, claims: number): void {
    const place = { interchange: this.position.interchange }
    this.results.push({ place, refused: { code, place }, claims })
  }

  private pass(tag: number, s: string, from: number, end: number, isa: Isa): void {
    this.close()
    if (tag !== GS) return
    this.elements.split(s, from, end, isa)
    this.guide = this.elements.text(8)
  }

  private keepStray(tag: number): void {
    this.stray ??= { place: this.position.at(), claims: 0 }
    if (tag === CLM) this.stray.claims += 1
  }

  private open(s: string, from: number, end: number, isa: Isa): void {
    this.close()
    this.position.openTransaction()
    this.isRead = false
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
    this.isRead = true
  }
}
