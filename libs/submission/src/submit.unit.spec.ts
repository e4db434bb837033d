import { describe, expect, it } from '@jest/globals'
import { documentsSubmission, eventIdInFile, submissionOfFile } from './submission.js'

const claim = {
  claimId: 'C-1',
  claimType: 'institutional-inpatient',
  patient: { ageInYears: 64, sex: 'F' },
  admissionDate: '2026-01-04',
  dischargeDate: '2026-01-09',
  diagnoses: [{ role: 'principal', code: 'M43.02' }],
}
const ID = eventIdInFile('00', 0)

function read(value: object): { key: unknown; id: string; tenant: unknown } | string[] {
  const submitted = submissionOfFile(JSON.stringify(value), 'north', ID)
  if ('reasons' in submitted) return submitted.reasons.map(({ code, pointer }) => `${code} ${pointer}`)
  const { key, id, value: sent } = submitted.event
  return { key, id, tenant: (JSON.parse(String(sent)) as { tenant: unknown }).tenant }
}

describe('a claim in a file of a tenant', () => {
  it('is this tenant’s where it names none, and has the id of its place', () => {
    expect(read(claim)).toEqual({ key: 'north:C-1', id: ID, tenant: 'north' })
    expect(read({ ...claim, tenant: 'north' })).toEqual({ key: 'north:C-1', id: ID, tenant: 'north' })
  })

  it('is refused where it names another tenant, in a CloudEvent as well', () => {
    const foreign = { ...claim, tenant: 'south' }
    expect(read(foreign)).toEqual(['tenant /tenant'])
    expect(read(envelope(foreign))).toEqual(['tenant /tenant'])
  })

  it('keeps the id of its CloudEvent', () => {
    expect(read(envelope(claim))).toEqual({ key: 'north:C-1', id: 'own', tenant: 'north' })
  })

  it('is refused by its faults, and never throws', () => {
    expect(read({ ...claim, diagnoses: 'none' })).toEqual(['schema /diagnoses'])
    expect(submissionOfFile('{', 'north', ID)).toMatchObject({ reasons: [{ code: 'not-json' }] })
    expect(submissionOfFile('null', 'north', ID)).toHaveProperty('reasons')
  })
})

const envelope = (data: object): object => ({
  specversion: '1.0',
  id: 'own',
  type: 'claims.submitted.v1',
  source: '/upstream',
  data,
})

describe('the id of an event', () => {
  it('is that of the claim’s place in the file’s bytes', () => {
    expect(eventIdInFile('00', 0)).toBe(eventIdInFile('00', 0))
    expect(new Set([eventIdInFile('00', 0), eventIdInFile('00', 1), eventIdInFile('01', 0)]).size).toBe(3)
  })
})

describe('documents that come apart from claims', () => {
  const received = (length: number) => ({
    encounter: { accountNumber: 'A-1' },
    documents: [{ id: 'D1', type: 'progress-note' as const, text: 'x'.repeat(length), status: 'final' as const }],
  })
  const sender = { traceparent: undefined, tenants: null, tenant: 't' }

  it('are refused at the door where their topic would not take them', () => {
    expect(documentsSubmission(received(3_900_000), sender, 'e')).toHaveProperty('event')
    expect(documentsSubmission(received(4_000_000), sender, 'e')).toMatchObject({ reasons: [{ code: 'too-large' }] })
  })
})
