import { describe, expect, it } from '@jest/globals'
import { TOPICS, VOIDED } from '@claims-audit/contracts'
import { OF_ANOTHER_TENANT, documentsSubmission, eventIdInFile, submission, submissionOfFile } from './submission.js'

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

describe('the event of a void', () => {
  const voided = { claimId: 'C-1', version: 2 }
  const sent = (data: object, tenants: string[] | null = null) =>
    submission(JSON.stringify(envelope(data, VOIDED)), { traceparent: undefined, tenants }, ID)

  it('goes to the audit as it came, with its own id, for a tenant of its sender', () => {
    expect(sent(voided)).toMatchObject({
      event: { topic: TOPICS.submitted, type: VOIDED, key: 'default:C-1', id: 'own' },
    })
    expect(sent({ ...voided, tenant: 'south' }, ['north'])).toEqual({ reasons: [OF_ANOTHER_TENANT] })
  })

  it('is of the tenant of its file, and refused where it names another', () => {
    expect(read(envelope(voided, VOIDED))).toEqual({ key: 'north:C-1', id: 'own', tenant: 'north' })
    expect(read(envelope({ ...voided, tenant: 'south' }, VOIDED))).toEqual(['tenant /tenant'])
  })

  it('is refused where it is nested too deep, as a claim is', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    const text = JSON.stringify(envelope({ ...voided, extra: 'DEEP' }, VOIDED)).replace('"DEEP"', deep)
    const refused = { reasons: [{ code: 'too-deep' }] }
    expect(submission(text, { traceparent: undefined, tenants: null }, ID)).toMatchObject(refused)
  })

  it('is refused without a claim or a version', () => {
    expect(sent({ claimId: 'C-1' })).toMatchObject({ reasons: [{ code: 'schema', keyword: 'required' }] })
  })
})

const envelope = (data: object, type = 'claims.submitted.v1'): object => ({
  specversion: '1.0',
  id: 'own',
  type,
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
