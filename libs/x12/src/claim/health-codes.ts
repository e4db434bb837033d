import type { Diagnosis, IsoDate } from '@claims-audit/contracts'
import type { Isa } from '../read/isa.js'
import { trimmed } from '../read/elements.js'
import { nameOf, packed, packedAt } from '../read/tags.js'
import { MOST_CODES, MOST_REASONS, atMost } from './draft.js'
import type { Draft } from './draft.js'
import { readBillCode } from './bill-codes.js'
import type { Composite } from './bill-codes.js'
import type { Reading } from './reading.js'
import { dateAt, dayAt } from './values.js'

/** What is done with a composite of HI, by its qualifier (C022-1). */
type Kind = 'principal' | 'secondary' | 'admitting' | 'external-cause' | 'reason' | 'first' | 'other' | 'drg' | 'icd-9'

const KINDS: Record<string, Kind> = {
  ABK: 'principal',
  ABF: 'secondary',
  ABJ: 'admitting',
  ABN: 'external-cause',
  APR: 'reason',
  BBR: 'first',
  BBQ: 'other',
  DR: 'drg',
  BK: 'icd-9',
  BF: 'icd-9',
  BJ: 'icd-9',
  BN: 'icd-9',
  PR: 'icd-9',
  BR: 'icd-9',
  BQ: 'icd-9',
}
const BY_QUALIFIER = new Map(Object.entries(KINDS).map(([qualifier, kind]) => [packed(qualifier), kind]))
/** Diagnoses of ICD-9-CM; the other two are its procedures. */
const OLD_DIAGNOSES = new Set(['BK', 'BF', 'BJ', 'BN', 'PR'].map(packed))
const D8 = packed('D8')

export interface CodeCounts {
  diagnoses: number
  presentOnAdmission: number
  procedures: number
}

/** Components of a composite; a C022 has nine. */
const MOST = 16
/** The indicator is the ninth component (C022-9). */
const POA = 8

/** The composites of HI segments: every one of every segment counts, each by its own qualifier. */
export class HealthCodes implements Composite {
  private readonly starts = new Int32Array(MOST + 1)
  private s = ''
  private count = 0
  private counts: CodeCounts = { diagnoses: 0, presentOnAdmission: 0, procedures: 0 }

  /**
   * Reads the HI from `from`, behind its id, to `end`. A repetition separator between composites separates them as
   * well.
   */
  read(
    s: string,
    from: number,
    end: number,
    { element, component, repetition }: Isa,
    draft: Draft,
    counts: CodeCounts,
    reading: Reading,
  ): void {
    const { starts } = this
    this.s = s
    this.counts = counts
    let at = 1
    let count = 0
    starts[0] = from
    for (let i = from; i <= end; i++) {
      const c = i === end ? element : s.charCodeAt(i)
      if (c === component) {
        if (count < MOST - 1) starts[++count] = i + 1
      } else if (c === element || (c === repetition && repetition !== 0)) {
        this.count = count + 1
        starts[this.count] = i + 1
        if (i > from && i > (starts[0] as number)) this.composite(at, draft, reading)
        count = 0
        starts[0] = i + 1
        if (c === element) at += 1
      }
    }
  }

  private composite(at: number, draft: Draft, reading: Reading): void {
    const qualifier = packedAt(this.s, this.start(0), this.stop(0))
    if (this.count === 1) return reading.refuse('component-separator', at)
    const kind = BY_QUALIFIER.get(qualifier)
    if (kind === undefined) {
      if (!readBillCode(qualifier, this, draft.more)) reading.unmapped(qualifier)
      return
    }
    if (kind === 'icd-9') return this.ofIcd9(at, qualifier, reading)
    const code = this.text(1)
    if (code === '') return reading.refuse('code-missing', at, nameOf(qualifier))
    if (kind === 'drg') this.drg(code, qualifier, draft, reading)
    else if (kind === 'first' || kind === 'other') this.procedure(at, kind, code, draft, reading)
    else this.diagnosis(kind, code, draft)
  }

  private ofIcd9(at: number, qualifier: number, reading: Reading): void {
    if (OLD_DIAGNOSES.has(qualifier)) this.counts.diagnoses += 1
    else this.counts.procedures += 1
    if (this.text(POA) !== '') this.counts.presentOnAdmission += 1
    reading.refuse('icd-9', at, nameOf(qualifier))
  }

  /** A blank indicator is a code that is exempt, or one that is not reported: it is left out. */
  private diagnosis(
    kind: 'principal' | 'secondary' | 'admitting' | 'external-cause' | 'reason',
    code: string,
    { diagnoses, reasonsForVisit }: Draft,
  ): void {
    this.counts.diagnoses += 1
    const poa = this.text(POA)
    if (poa !== '') this.counts.presentOnAdmission += 1
    if (kind === 'reason') return atMost(MOST_REASONS, reasonsForVisit, code)
    const diagnosis: Diagnosis = { sequence: diagnoses.length + 1, role: kind, code }
    if (poa !== '') diagnosis.poa = poa
    atMost(MOST_CODES, diagnoses, diagnosis)
  }

  private procedure(at: number, kind: 'first' | 'other', code: string, draft: Draft, reading: Reading): void {
    this.counts.procedures += 1
    const date = this.name(2) === D8 ? dateAt(this.s, this.start(3), this.stop(3)) : undefined
    if (date === undefined && this.text(2) !== '') return reading.refuse('date', at)
    const procedure = { code, ...(date !== undefined && { date }) }
    if (kind === 'first' && draft.principalProcedure === undefined) draft.principalProcedure = procedure
    else atMost(MOST_CODES, draft.procedures, procedure)
  }

  /**
   * An MS-DRG has three digits, sometimes filled up to four; another scheme's (APR: number and severity) is not read as
   * one.
   */
  private drg(code: string, qualifier: number, draft: Draft, reading: Reading): void {
    const drg = /^0?(\d{3})$/.exec(code)?.[1]
    if (drg === undefined) reading.unmapped(qualifier)
    else draft.billedDrg = drg
  }

  private start(at: number): number {
    return at < this.count ? (this.starts[at] as number) : (this.starts[this.count] as number) - 1
  }

  private stop(at: number): number {
    return at < this.count ? (this.starts[at + 1] as number) - 1 : (this.starts[this.count] as number) - 1
  }

  name(at: number): number {
    return packedAt(this.s, this.start(at), this.stop(at))
  }

  day(at: number, offset = 0): IsoDate | undefined {
    return dayAt(this.s, this.start(at) + offset, this.stop(at))
  }

  text(at: number): string {
    return at < this.count ? trimmed(this.s, this.start(at), this.stop(at)) : ''
  }
}
