import { describe, expect, it } from '@jest/globals'
import { isReceivedDocuments } from '@claims-audit/contracts'
import type { ReceivedDocuments } from '@claims-audit/contracts'
import { hasDocumentsApart, readFhir, readFhirDocuments } from '../fhir.js'

type Json = Record<string, unknown>
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const text = (value: string): Json => ({
  attachment: { contentType: 'text/plain', data: base64(value), title: 'Note' },
})
const loinc = (code: string): Json => ({ coding: [{ system: 'http://loinc.org', code }] })

const patient = {
  resourceType: 'Patient',
  id: 'p',
  identifier: [{ value: 'x' }, { type: { coding: [{ code: 'MR' }] }, value: 'MRN-9' }],
}
const encounter = {
  resourceType: 'Encounter',
  id: 'e',
  identifier: [{ value: 'VIS-1' }],
  account: [{ identifier: { value: 'ACC-1' } }],
  period: { start: '2026-01-04T09:00:00-05:00', end: '2026-01-09' },
}
const reference = (change: Json = {}): Json => ({
  resourceType: 'DocumentReference',
  id: 'd1',
  meta: { versionId: '3', lastUpdated: '2026-01-05T10:00:00-05:00' },
  status: 'current',
  docStatus: 'final',
  type: loinc('11506-3'),
  subject: { reference: 'Patient/p' },
  date: '2026-01-05T09:00:00-05:00',
  author: [{ display: 'Ann Ames' }],
  content: [text('Neck pain.')],
  context: { encounter: [{ reference: 'Encounter/e' }] },
  ...change,
})
const bundle = (...resources: Json[]): { resourceType: string } =>
  ({ resourceType: 'Bundle', entry: [...resources, patient, encounter].map((resource) => ({ resource })) }) as never

function only(document: { resourceType: string }): ReceivedDocuments {
  const [result, ...others] = readFhirDocuments(document).results
  expect(others).toEqual([])
  if (result === undefined || 'refused' in result) throw new Error(JSON.stringify(result))
  expect(isReceivedDocuments(result.received)).toBe(true)
  return result.received
}
const first = (change: Json): ReceivedDocuments['documents'][0] | undefined =>
  only(bundle(reference(change))).documents[0]
const refusal = (change: Json): unknown =>
  readFhirDocuments(bundle(reference(change))).results.map(
    (each) => 'refused' in each && [each.refused.code, each.refused.pointer],
  )

describe('a DocumentReference', () => {
  it('has its name, version, type, day, author and text, and names its stay', () => {
    expect(only(bundle(reference()))).toEqual({
      encounter: {
        accountNumber: 'ACC-1',
        visitNumber: 'VIS-1',
        medicalRecordNumber: 'MRN-9',
        from: '2026-01-04',
        through: '2026-01-09',
      },
      documents: [
        {
          id: 'DocumentReference/d1',
          version: 3,
          issued: '2026-01-05T15:00:00.000Z',
          type: 'progress-note',
          date: '2026-01-05',
          author: 'Ann Ames',
          title: 'Note',
          status: 'final',
          text: 'Neck pain.',
        },
      ],
    })
  })

  it.each([
    [{ docStatus: 'preliminary' }, 'preliminary'],
    [{ docStatus: 'amended' }, 'amended'],
    [{ docStatus: 'entered-in-error' }, 'cancelled'],
    [{ status: 'entered-in-error' }, 'cancelled'],
    [{ status: 'superseded', content: [] }, 'cancelled'],
    [{ docStatus: undefined }, 'final'],
  ])('%j is %s', (change, status) => {
    expect(first(change)?.status).toBe(status)
  })

  it('replaces what it says that it replaces', () => {
    const target = {
      reference: 'https://ehr.example/fhir/DocumentReference/d0/_history/2',
      identifier: { value: 'oid-0' },
    }
    const relatesTo = [
      { code: 'replaces', target },
      { code: 'appends', target: { reference: 'DocumentReference/d9' } },
    ]
    expect(first({ relatesTo })?.replaces).toEqual(['DocumentReference/d0', 'oid-0'])
  })

  it('is one document in several formats, of which the first that can be read counts', () => {
    const pdf = { attachment: { contentType: 'application/pdf', data: base64('%PDF') } }
    const rtf = { attachment: { contentType: 'application/rtf', data: base64('{\\rtf1 Pain.}') } }
    expect(first({ content: [pdf, rtf, text('Other.')] })).toMatchObject({ text: 'Pain.', conversion: 'rtf-1' })
  })

  it('has the text of a Binary of the same Bundle, which is not fetched otherwise', () => {
    const content = [{ attachment: { url: 'Binary/b' } }]
    const binary = { resourceType: 'Binary', id: 'b', contentType: 'text/html', data: base64('<p>Pain</p>') }
    expect(only(bundle(reference({ content }), binary)).documents[0]).toMatchObject({
      text: 'Pain',
      conversion: 'html-1',
    })
    expect(refusal({ content })).toEqual([['document-elsewhere', '/entry/0/resource/content/0/attachment']])
  })

  it.each([
    ['a PDF', { content: [{ attachment: { contentType: 'application/pdf', data: base64('%PDF') } }] }, 'pdf'],
    ['damaged base64', { content: [{ attachment: { data: `${base64('Neck pain at C6.')}x` } }] }, 'base64'],
    ['nothing', { content: [] }, 'document-elsewhere'],
  ])('is refused by its place: %s', (_, change, code) => {
    expect(refusal(change)).toEqual([[code, expect.stringContaining('/entry/0/resource/content')]])
  })

  it('is refused without a name, and noted without a stay', () => {
    expect(refusal({ id: undefined })).toEqual([['document-id', '/entry/0/resource/id']])
    const alone = readFhirDocuments(reference({ subject: undefined, context: undefined }) as never)
    expect(alone.report).toMatchObject({ documents: 1, documentsRefused: 0, notes: [{ code: 'no-stay' }] })
    expect(only(bundle(reference({ id: undefined, masterIdentifier: { value: 'oid-1' } }))).documents[0]?.id).toBe(
      'oid-1',
    )
  })
})

describe('a Composition', () => {
  const composition = {
    resourceType: 'Composition',
    id: 'c1',
    status: 'final',
    type: loinc('18842-5'),
    title: 'Discharge summary',
    date: '2026-01-10',
    subject: { reference: 'Patient/p' },
    encounter: { reference: 'Encounter/e' },
    section: [
      {
        title: 'Course & plan',
        text: { div: '<div><p>Home.</p></div>' },
        section: [{ title: 'Plan', text: { div: '<div>Collar.</div>' } }],
      },
    ],
  }

  it('is its sections under their titles', () => {
    expect(only(bundle(composition))).toMatchObject({
      encounter: { accountNumber: 'ACC-1' },
      documents: [
        {
          id: 'Composition/c1',
          type: 'discharge-summary',
          date: '2026-01-10',
          conversion: 'html-1',
          text: 'Course & plan\n\nHome.\n\nPlan\n\nCollar.',
        },
      ],
    })
  })

  it('is taken back where it was a mistake', () => {
    expect(only(bundle({ ...composition, status: 'entered-in-error' })).documents[0]).toMatchObject({
      status: 'cancelled',
      text: '',
    })
  })
})

describe('documents beside a claim', () => {
  it('are the claim’s, and one that it does not name is told', () => {
    const claim = { resourceType: 'Claim' }
    expect(hasDocumentsApart(bundle(reference()))).toBe(true)
    expect(hasDocumentsApart(bundle(reference(), claim))).toBe(false)
    expect(readFhir(bundle(claim, reference())).report.notes).toEqual([
      { code: 'document-apart', count: 1, first: '/entry/1/resource' },
    ])
  })
})
