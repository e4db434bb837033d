import { describe, expect, it } from '@jest/globals'
import { parseCapture, readDocuments } from './claim.js'

const document = { id: 'D-1', type: 'progress-note', text: 'Neck pain.' }
const encounter = { accountNumber: 'ACC-1' }
const read = (value: unknown, type?: string): unknown => {
  const parsed = readDocuments(JSON.stringify(value), { type })
  return 'rejected' in parsed
    ? [parsed.rejected.code, parsed.rejected.pointer, parsed.rejected.keyword]
    : parsed.received
}

describe('documents that come apart from their claim', () => {
  it('name the claim or the stay, bare or in a CloudEvent', () => {
    const bare = { encounter, documents: [document] }
    expect(read(bare)).toEqual(bare)
    expect(read({ claimId: 'C-1', documents: [document] })).toMatchObject({ claimId: 'C-1' })
    expect(read({ specversion: '1.0', type: 'documents.received.v1', data: bare })).toEqual(bare)
  })

  it.each<[string, unknown, unknown]>([
    ['no stay', { documents: [document] }, ['schema', '/claimId', 'required']],
    [
      'a stay without a number',
      { encounter: { from: '2026-01-04' }, documents: [document] },
      ['schema', '/encounter/accountNumber', 'required'],
    ],
    ['no document', { encounter, documents: [] }, ['schema', '/documents', 'minItems']],
    [
      'a field that is not known',
      { encounter, documents: [{ ...document, textt: 'x' }] },
      ['schema', '/documents/0', 'additionalProperties'],
    ],
    [
      'a status that is not known',
      { encounter, documents: [{ ...document, status: 'draft' }] },
      ['schema', '/documents/0/status', 'enum'],
    ],
    [
      'a time without a zone',
      { encounter, documents: [{ ...document, issued: '2026-01-04T09:00:00' }] },
      ['schema', '/documents/0/issued', 'pattern'],
    ],
    ['another event', { specversion: '1.0', type: 'claims.submitted.v1', data: {} }, ['unknown-type', '/type', null]],
  ])('are refused with their field: %s', (_, value, reason) => {
    expect(read(value)).toEqual(reason)
  })

  it('are refused by the type of their event', () => {
    expect(read({ encounter, documents: [document] }, 'claims.submitted.v1')).toEqual(['unknown-type', null, 'ce_type'])
  })
})

describe('what a scribe captured', () => {
  const capture = { spinalLevel: 'C6', etiology: 'acquired', source: 'scribe' }
  const request = {
    encounter,
    captureId: 'S-1',
    signed: false,
    capture,
    note: { text: 'Neck pain.', date: '2026-01-05' },
  }
  const documentOf = (value: unknown): unknown => {
    const parsed = parseCapture(value)
    return 'received' in parsed ? parsed.received.documents[0] : parsed.rejected
  }

  it('is a document, preliminary before it is signed, with what is structured beside its note', () => {
    expect(documentOf(request)).toEqual({
      id: 'S-1',
      type: 'progress-note',
      date: '2026-01-05',
      text: 'Neck pain.',
      status: 'preliminary',
      capture,
    })
    expect(documentOf({ ...request, signed: true })).toMatchObject({ status: 'final' })
    expect(documentOf({ ...request, withdrawn: true })).toMatchObject({ status: 'cancelled' })
    expect(documentOf({ ...request, note: undefined })).toMatchObject({ text: '' })
  })

  it('says whether it is signed, and no field that is not known', () => {
    expect(documentOf({ ...request, signed: undefined })).toMatchObject({ code: 'schema', pointer: '/signed' })
    expect(documentOf({ ...request, extra: 1 })).toMatchObject({ code: 'schema', keyword: 'additionalProperties' })
  })
})
