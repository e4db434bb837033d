import { describe, expect, it } from '@jest/globals'
import { parseClaim } from '@claims-audit/claim'
import type { Claim } from '@claims-audit/claim'
import type { Encounter, ReceivedDocument, SubmittedClaim } from '@claims-audit/contracts'
import { claimArrives, composed, dueAt, holds, joins, keptDocuments, stayOf } from './composition.js'
import type { KeptClaim, KeptDocument, Waits } from './composition.js'

const WAITS: Waits = { firstMs: 10, quietMs: 5, mostMs: 20, readyWhenDischarged: false }
const base: SubmittedClaim = {
  claimId: 'C',
  claimType: 'institutional-inpatient',
  patient: { ageInYears: 60, sex: 'F' },
  accountNumber: 'A',
  medicalRecordNumber: 'M',
  admissionDate: '2026-01-04',
  dischargeDate: '2026-01-09',
  diagnoses: [{ role: 'principal', code: 'M43.02' }],
}
function claimOf(change: Partial<SubmittedClaim> = {}): Claim {
  const parsed = parseClaim({ ...base, ...change })
  if ('rejected' in parsed) throw new Error(parsed.rejected.code)
  return parsed.claim
}
const document = (
  change: Partial<ReceivedDocument> = {},
  encounter: Encounter = { accountNumber: 'A' },
  at = 0,
): KeptDocument =>
  keptDocuments(
    { encounter, documents: [{ id: 'D', type: 'progress-note', text: 'x', ...change }] },
    at,
  )[0] as KeptDocument
const arrive = (known: KeptClaim | undefined, change: Partial<SubmittedClaim> = {}, now = 0) =>
  claimArrives(known, { claim: claimOf(change), submitted: { ...base, ...change } }, now, WAITS)
const kept = (known: KeptClaim | undefined, change?: Partial<SubmittedClaim>): KeptClaim => {
  const claim = arrive(known, change)
  if (typeof claim === 'string') throw new Error(claim)
  return claim
}

describe('when a claim is composed', () => {
  const of = (o: Partial<Parameters<typeof dueAt>[0]>, waits = WAITS): number =>
    dueAt({ changedAt: 100, now: 100, isFirst: false, isDischarged: true, ...o }, waits)

  it('is after its first wait, then once it is quiet, and no later than the longest wait', () => {
    expect(of({ isFirst: true })).toBe(110)
    expect(of({ now: 104 })).toBe(109)
    expect(of({ now: 118 })).toBe(120)
  })

  it('is at once where a claim is ready to bill', () => {
    const waits = { ...WAITS, readyWhenDischarged: true }
    expect(of({ isFirst: true }, waits)).toBe(100)
    expect(of({ isFirst: true, isDischarged: false }, waits)).toBe(110)
    expect(of({}, waits)).toBe(105)
  })
})

describe('a claim that comes', () => {
  it('again changes nothing, with other content conflicts, and of an older version is superseded', () => {
    const first = kept(undefined, { version: 2 })
    expect(arrive(first, { version: 2 })).toBe('repeat')
    expect(arrive(first, { version: 2, totalCharge: '1' })).toBe('conflict')
    expect(arrive(first, { version: 1 })).toBe('superseded')
  })

  it('in a newer version begins with revision 0, and with a revision of the sender’s goes on', () => {
    const published = { ...kept(undefined), revision: 3, documents: 'd' }
    expect(kept(published, { version: 2 })).toMatchObject({ version: 2, revision: -1, documents: null })
    expect(kept(published, { revision: 1 })).toMatchObject({ version: 1, revision: 3, documents: null })
  })
})

describe('which document holds', () => {
  it.each<[string, Partial<ReceivedDocument>, Partial<ReceivedDocument>]>([
    ['the higher version', { version: 2 }, { version: 1, issued: '2027-01-01T00:00:00Z' }],
    ['that issued later', { issued: '2026-01-02T00:00:00Z' }, { issued: '2026-01-01T00:00:00Z', status: 'cancelled' }],
    ['the further status', { status: 'amended' }, { status: 'final' }],
    ['the signed one', { status: 'final' }, { status: 'preliminary' }],
  ])('is %s, whichever comes first', (_, wins, loses) => {
    const [a, b] = [document(wins), document(loses)]
    expect([holds(a, b).digest, holds(b, a).digest]).toEqual([a.digest, a.digest])
  })

  it('is that which came later, where none says when it was issued', () => {
    expect(holds(document({ text: 'old' }, {}, 1), document({ text: 'new' }, {}, 2)).document.text).toBe('new')
  })
})

describe('a document joins', () => {
  const stay = stayOf(claimOf())
  const other = stayOf(
    claimOf({ claimId: 'C2', accountNumber: 'A2', admissionDate: '2026-01-09', dischargeDate: '2026-01-12' }),
  )
  const on = (date: string, encounter: Encounter = { medicalRecordNumber: 'M' }): KeptDocument =>
    document({ date }, encounter)

  it.each<[string, KeptDocument, boolean]>([
    ['by its account', document(), true],
    [
      'not by another account, whatever the record number',
      on('2026-01-05', { accountNumber: 'A9', medicalRecordNumber: 'M' }),
      false,
    ],
    ['by its visit', document({}, { visitNumber: 'A' }), true],
    [
      'not where its visit is another claim’s account',
      on('2026-01-05', { visitNumber: 'A2', medicalRecordNumber: 'M' }),
      false,
    ],
    [
      'by record number and day, with a visit that no claim knows',
      on('2026-01-05', { visitNumber: 'V', medicalRecordNumber: 'M' }),
      true,
    ],
    ['by record number and day', on('2026-01-05'), true],
    ['not where two stays have the day', on('2026-01-09'), false],
    ['not before admission', on('2026-01-03'), false],
    ['not by a record number without a day', document({}, { medicalRecordNumber: 'M' }), false],
    ['not by another’s record number', on('2026-01-05', { medicalRecordNumber: 'M9' }), false],
  ])('%s', (_, kept, expected) => {
    expect(joins(kept, stay, [other])).toBe(expected)
  })

  it('until the day after discharge', () => {
    expect(['2026-01-10', '2026-01-11'].map((date) => joins(on(date), stay, []))).toEqual([true, false])
  })

  it('by the claim that it names alone', () => {
    const [named] = keptDocuments({ claimId: 'C', documents: [{ id: 'D', type: 'other', text: 'x' }] }, 0)
    expect([joins(named as KeptDocument, stay, []), joins(named as KeptDocument, other, [])]).toEqual([true, false])
  })
})

describe('a composed claim', () => {
  const bodyOf = (documents: KeptDocument[], change: Partial<SubmittedClaim> = {}): SubmittedClaim =>
    composed(kept(undefined, change), documents, []).body

  it('has its documents in the order of their ids, whatever order they came in', () => {
    const [a, b] = [document({ id: 'a' }), document({ id: 'b' })]
    expect(bodyOf([b, a])).toEqual(bodyOf([a, b]))
    expect(bodyOf([b, a]).documents?.map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it('has none that is cancelled or replaced, and what a cancelled one replaced again', () => {
    const [old, next] = [document({ id: 'a' }), document({ id: 'b', replaces: ['a'] })]
    expect(bodyOf([old, next]).documents?.map(({ id }) => id)).toEqual(['b'])
    const cancelled = document({ id: 'b', replaces: ['a'], status: 'cancelled', issued: '2026-02-01T00:00:00Z' })
    expect(bodyOf([old, next, cancelled]).documents?.map(({ id }) => id)).toEqual(['a'])
  })

  it('has of a set the highest version, and all of one version', () => {
    const set = (id: string, version: number): KeptDocument => document({ id, setId: 'S', version })
    expect(bodyOf([set('a', 1), set('b', 2), set('c', 2)]).documents?.map(({ id }) => id)).toEqual(['b', 'c'])
  })

  it('has a preliminary document as what no provider said', () => {
    expect(bodyOf([document({ status: 'preliminary' })]).documents).toMatchObject([{ id: 'D', type: 'other' }])
  })

  it('keeps what it brought, and takes a capture beside it', () => {
    const own = {
      documents: [{ id: 'own', type: 'other' as const, text: 'y' }],
      documentation: { neuro: ['a'], region: 'cervical' },
    }
    const captured = document({ text: '', capture: { neuro: ['b'], spinalLevel: 'C6' } })
    expect(bodyOf([captured], own)).toMatchObject({
      documents: own.documents,
      documentation: { neuro: ['a', 'b'], region: 'cervical', spinalLevel: 'C6' },
    })
  })

  it('leaves out the oldest of what one event does not hold, and says how many', () => {
    const long = Array.from({ length: 5 }, (_, at) =>
      document({ id: `d${at}`, date: `2026-01-0${at + 4}`, text: 'x'.repeat(1_000_000) }),
    )
    const { body, leftOut } = composed(kept(undefined), long, [])
    expect([leftOut, body.documents?.map(({ id }) => id)]).toEqual([2, ['d2', 'd3', 'd4']])
    expect(body.documentsLeftOut).toBe(2)
  })

  it('still takes a short one that is older than one that does not fit', () => {
    const long = Array.from({ length: 5 }, (_, at) =>
      document({ id: `d${at}`, date: `2026-01-0${at + 4}`, text: 'x'.repeat(at === 0 ? 100 : 1_000_000) }),
    )
    const { body, leftOut } = composed(kept(undefined), long, [])
    expect([leftOut, body.documents?.map(({ id }) => id)]).toEqual([1, ['d0', 'd2', 'd3', 'd4']])
  })
})
