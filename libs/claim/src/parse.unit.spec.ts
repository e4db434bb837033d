import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { ageAtAdmission, contentDigest, parseClaim, parseEvent, parseNote } from './claim.js'

const claim = {
  claimId: 'C-1',
  claimType: 'institutional-inpatient',
  patient: { birthDate: '1961-04-02', sex: 'F' },
  admissionDate: '2026-01-04',
  dischargeDate: '2026-01-09',
  diagnoses: [
    { sequence: 2, role: 'secondary', code: 'm54.12' },
    { sequence: 1, role: 'principal', code: 'M4302' },
  ],
}
const reasonFor = (value: unknown) => {
  const parsed = parseClaim(value)
  return 'rejected' in parsed ? parsed.rejected : undefined
}

describe('a submitted claim', () => {
  it('gets its defaults, one spelling of codes, and its principal first', () => {
    const parsed = parseClaim(claim)
    if ('rejected' in parsed) throw new Error('rejected')
    expect(parsed.claim).toMatchObject({
      tenant: 'default',
      version: 1,
      revision: 0,
      procedures: [],
      lines: [],
      documents: [],
    })
    expect(parsed.claim.diagnoses.map((d) => d.code)).toEqual(['M4302', 'M5412'])
    expect(ageAtAdmission(parsed.claim)).toBe(64)
  })

  it('is read from a CloudEvent in structured mode as from its bare data', () => {
    expect(parseClaim({ specversion: '1.0', type: 'claims.submitted.v1', data: claim })).toEqual(parseClaim(claim))
  })

  it.each([
    ['2026-01-20T09:30:00Z', '2026-01-20'],
    ['2026-01-20T23:30:00-05:00', '2026-01-21'],
    ['soon', undefined],
    [undefined, undefined],
  ])('with the time %j was sent on %j, and is the same claim', (time, sentOn) => {
    const event = { specversion: '1.0', type: 'claims.submitted.v1', data: claim, time }
    expect(parseClaim(event)).toEqual({ ...parseClaim(claim), ...(sentOn !== undefined && { sentOn }) })
  })

  it('in binary mode says it in a header; what a structured event says of itself goes first', () => {
    const bare = JSON.stringify(claim)
    expect(parseEvent(bare, { time: '2026-01-12T23:30:00-05:00' })).toMatchObject({ sentOn: '2026-01-13' })
    expect(parseEvent(bare, { time: 'yesterday' })).not.toHaveProperty('sentOn')
    const structured = { specversion: '1.0', type: 'claims.submitted.v1', time: '2026-01-11T00:00:00Z', data: claim }
    expect(parseEvent(JSON.stringify(structured), { time: '2026-01-12T00:00:00Z' })).toMatchObject({
      sentOn: '2026-01-11',
    })
  })

  it('keeps a blank discharge status blank, and gives a single digit its zero', () => {
    const statusOf = (dischargeStatus: string) => {
      const parsed = parseClaim({ ...claim, dischargeStatus })
      return 'claim' in parsed ? parsed.claim.dischargeStatus : undefined
    }
    expect([' ', '1', '30'].map(statusOf)).toEqual(['', '01', '30'])
  })

  it('has the same digest whatever the order of its fields and the spelling of its codes', () => {
    const turned = Object.fromEntries(Object.entries({ ...claim, diagnoses: [...claim.diagnoses].reverse() }).reverse())
    const [a, b] = [parseClaim(claim), parseClaim(turned)]
    expect(contentDigest(a)).toBe(contentDigest(b))
  })

  it('has another digest with anything that is not the same, whatever its name', () => {
    const texts = [
      '{}',
      '{"__proto__":{"a":1}}',
      '{"__proto__":{"a":2}}',
      '{"a":[null]}',
      '{"a":[]}',
      '{"a":null}',
      '{"2":1,"10":1}',
      '{"2":1,"1":1}',
    ]
    expect(new Set(texts.map((text) => contentDigest(JSON.parse(text)))).size).toBe(texts.length)
  })
})

describe('a rejection names the field and what it broke, never a value', () => {
  it.each([
    [
      'an impossible date',
      { ...claim, dischargeDate: '2026-02-30' },
      { code: 'schema', pointer: '/dischargeDate', keyword: 'format' },
    ],
    [
      'no diagnoses field',
      { ...claim, diagnoses: undefined },
      { code: 'schema', pointer: '/diagnoses', keyword: 'required' },
    ],
    [
      'an unknown role',
      { ...claim, diagnoses: [{ role: 'main', code: 'A' }] },
      { code: 'schema', pointer: '/diagnoses/0/role', keyword: 'enum' },
    ],
    [
      'an empty code',
      { ...claim, diagnoses: [{ role: 'principal', code: '' }] },
      { code: 'schema', pointer: '/diagnoses/0/code', keyword: 'minLength' },
    ],
    [
      '300 diagnoses',
      { ...claim, diagnoses: Array.from({ length: 300 }, () => ({ role: 'secondary', code: 'I10' })) },
      { code: 'schema', pointer: '/diagnoses', keyword: 'maxItems' },
    ],
    [
      '500 characters of code',
      { ...claim, diagnoses: [{ role: 'principal', code: 'M'.repeat(500) }] },
      { code: 'schema', pointer: '/diagnoses/0/code', keyword: 'maxLength' },
    ],
    [
      'discharge before admission',
      { ...claim, dischargeDate: '2026-01-01' },
      { code: 'date-order', pointer: '/dischargeDate', keyword: 'before-admission' },
    ],
    [
      'birth after admission',
      { ...claim, patient: { birthDate: '2026-02-02', sex: 'F' } },
      { code: 'date-order', pointer: '/patient/birthDate', keyword: 'after-admission' },
    ],
    [
      'the reserved tenant',
      { ...claim, tenant: '_unread' },
      { code: 'schema', pointer: '/tenant', keyword: 'pattern' },
    ],
    [
      'an inpatient claim without admission',
      { ...claim, admissionDate: undefined },
      { code: 'schema', pointer: '/admissionDate', keyword: 'required' },
    ],
    ['nothing', null, { code: 'schema', pointer: '', keyword: 'type' }],
  ])('%s', (_name, value, reason) => {
    expect(reasonFor(JSON.parse(JSON.stringify(value)))).toEqual(reason)
  })

  it.each([
    ['an escape sequence in a claim’s id', { claimId: 'C\u009b2J' }, '/claimId'],
    ['text turned round in a tenant', { tenant: 'a\u202eb' }, '/tenant'],
    ['an escape in a facility', { facility: { id: '\u001b[2J' } }, '/facility/id'],
    ['a line separator in a payer', { payer: { id: 'a\u2028b' } }, '/payer/id'],
    ['an isolate in a coder', { coder: '\u2067a' }, '/coder'],
    ['a mark in a patient’s id', { patient: { ...claim.patient, id: '\u200fa' } }, '/patient/id'],
  ])('%s', (_name, changed, pointer) => {
    expect(reasonFor({ ...claim, ...changed })).toEqual({ code: 'schema', pointer, keyword: 'pattern' })
  })

  it('reads past a byte order mark, and repairs text that cannot be stored, but no name', () => {
    expect(parseEvent(`\ufeff${JSON.stringify(claim)}`)).toEqual(parseClaim(claim))
    const text = JSON.stringify({ ...claim, documents: [{ id: 'D1', type: 'other', text: 'a\u0000b\ud800c' }] })
    expect(parseEvent(text)).toMatchObject({ claim: { documents: [{ text: 'a\ufffdb\ufffdc' }] } })
    expect(parseEvent(JSON.stringify({ ...claim, claimId: 'a\u0000b' }))).toMatchObject({
      rejected: { code: 'schema', pointer: '/claimId' },
    })
  })

  it('refuses what nests deeper than any claim', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    expect(parseEvent(`{"x":${deep}}`)).toMatchObject({ rejected: { code: 'too-deep' } })
  })

  it('says not-json of what is not JSON', () => {
    expect(parseEvent('{"claimId":')).toEqual({
      rejected: { code: 'not-json', pointer: null, keyword: null },
      others: [],
    })
  })

  it('says not-utf-8 of other bytes, and takes U+FFFD where it was sent', () => {
    const note = (text: string): object => ({ ...claim, documents: [{ id: 'D1', type: 'other', text }] })
    const latin1 = Buffer.from(JSON.stringify(note('é')), 'latin1')
    expect(parseEvent(latin1)).toEqual({ rejected: { code: 'not-utf-8', pointer: null, keyword: null }, others: [] })
    expect(parseEvent(Buffer.from(JSON.stringify(note('é €'))))).toEqual(parseClaim(note('é €')))
    expect(parseEvent(Buffer.from(JSON.stringify(note('\ufffd'))))).toEqual(parseClaim(note('\ufffd')))
  })

  it('never throws, whatever JSON it is given', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void parseClaim(value)))
    fc.assert(
      fc.property(
        fc.record({ ...Object.fromEntries(Object.keys(claim).map((k) => [k, fc.jsonValue()])) }),
        (value) => void parseClaim({ ...claim, ...value }),
      ),
    )
  })
})

describe('a claim without a diagnosis', () => {
  const note = {
    claimId: 'N-1',
    claimType: 'institutional-inpatient',
    patient: { ageInYears: 64, sex: 'F' },
    admissionDate: '2026-01-04',
    diagnoses: [],
    documents: [{ id: 'D1', type: 'progress-note', text: 'Spondylolysis.' }],
  }
  const visit = { ...note, admissionDate: undefined, lines: [{ hcpcs: '99213', serviceDate: '2026-01-04' }] }

  it('is a note where the stay is open and nothing is billed', () => {
    expect(reasonFor(note)).toBeUndefined()
    expect(reasonFor({ ...note, documents: undefined, documentation: { region: 'cervical' } })).toBeUndefined()
  })

  it.each([
    ['an outpatient visit', { ...visit, claimType: 'institutional-outpatient' }],
    ['a professional claim', { ...visit, claimType: 'professional' }],
    ['a professional claim without lines', { ...note, claimType: 'professional' }],
    ['a stay that is over', { ...note, dischargeDate: '2026-01-09' }],
    ['a stay with a DRG', { ...note, billedDrg: '552' }],
    ['a stay with a procedure', { ...note, procedures: [{ code: '0RG10A0' }] }],
    ['a stay with a charge', { ...note, lines: [{ revenueCode: '0120', charge: '900.00' }] }],
    ['a stay without its record', { ...note, documents: [] }],
  ])('is refused: %s', (_, value) => {
    const sent = JSON.stringify(value)
    expect(reasonFor(JSON.parse(sent))).toEqual({ code: 'no-diagnosis', pointer: '/diagnoses', keyword: 'minItems' })
    expect(parseNote(sent)).toHaveProperty('claim')
  })
})
