import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { parseClaim } from '../../claim/src/claim.js'
import type { SubmittedClaim } from '@claims-audit/contracts'
import { operationOutcome, readFhir } from './fhir.js'

type Json = Record<string, unknown>
const bundle = JSON.parse(
  readFileSync(new URL('../../../contracts/examples/claims.fhir.json', import.meta.url), 'utf8'),
) as { resourceType: string; entry: { fullUrl: string; resource: Json }[] }
const resource = (type: string): Json =>
  structuredClone(bundle.entry.find((each) => each.resource['resourceType'] === type)!.resource)
const code = (system: string, value: string): Json => ({ coding: [{ system, code: value }] })
const ICD_10 = 'http://hl7.org/fhir/sid/icd-10-cm'

/** The example's stay, changed, in a Bundle with what it names. */
function stayWith(
  change: Json,
  more: Json[] = [],
): { resourceType: string; entry: { fullUrl?: string; resource: Json }[] } {
  const entry = structuredClone(bundle.entry).map(({ fullUrl, resource: each }) => ({
    fullUrl,
    resource: each['resourceType'] === 'Claim' ? { ...each, ...change } : each,
  }))
  return {
    resourceType: 'Bundle',
    entry: [
      ...entry.filter((each) => each.resource['resourceType'] !== 'ExplanationOfBenefit'),
      ...more.map((each) => ({ resource: each })),
    ],
  }
}

function only(document: { resourceType: string }): SubmittedClaim {
  const [result, ...others] = readFhir(document).results
  expect(others).toEqual([])
  if (result === undefined || 'refused' in result) throw new Error(`refused: ${JSON.stringify(result)}`)
  return result.claim
}
const refusal = (document: { resourceType: string }) =>
  readFhir(document).results.map((result) =>
    'refused' in result ? [result.refused.code, result.refused.pointer] : 'read',
  )
const info = (category: string, more: Json): Json => ({
  category: code('http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBSupportingInfoType', category),
  ...more,
})
const AT = '/entry/5/resource'

describe('the claims of a Bundle', () => {
  it('are those that the schema takes, with what they name elsewhere in it', () => {
    const { results, report } = readFhir(bundle)
    const claims = results.map((result) => ('claim' in result ? parseClaim(result.claim) : result))
    expect(claims.map((claim) => 'rejected' in claim)).toEqual([false, false])
    expect(results[0]).toMatchObject({
      resource: AT,
      claim: {
        claimId: 'FHIR-STAY-1',
        claimType: 'institutional-inpatient',
        typeOfBill: '111',
        frequency: '1',
        facility: { npi: '1234567893' },
        payer: { id: 'MEDICARE' },
        patient: { id: 'MRN-201', birthDate: '1961-04-02', sex: 'F' },
        admissionDate: '2026-01-04',
        dischargeDate: '2026-01-09',
        dischargeStatus: '01',
        diagnoses: [
          { role: 'principal', code: 'M43.02', poa: 'Y' },
          { role: 'secondary', code: 'M54.12', poa: 'Y' },
        ],
        procedures: [{ code: '0RG10A0', date: '2026-01-05' }],
        billedDrg: '473',
        totalCharge: '84210.00',
        documents: [
          { type: 'progress-note', date: '2026-01-05', text: expect.stringContaining('cervical myelopathy') },
        ],
      },
    })
    expect(report).toMatchObject({
      claims: 2,
      claimsRefused: 0,
      diagnoses: 3,
      presentOnAdmission: 2,
      procedures: 1,
      lines: 2,
    })
    expect(report.unmapped).toContainEqual({ path: 'Claim.priority', count: 1 })
    expect(report.unmapped.map(({ path }) => path)).not.toContain('Claim.diagnosis')
  })

  it('are read alone where they hold what they name', () => {
    const claim = {
      ...resource('ExplanationOfBenefit'),
      contained: [{ ...resource('Patient'), id: 'me' }],
      patient: { reference: '#me' },
    }
    expect(only(claim as never).patient).toMatchObject({ id: 'MRN-201', sex: 'F' })
  })
})

describe('who cared for the patient', () => {
  const member = (sequence: number, role: string, provider: Json, more: Json = {}): Json => ({
    sequence,
    provider,
    role: code('http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimCareTeamRole', role),
    ...more,
  })
  const byNumber = (value: string): Json => ({ identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value } })
  const annotated = (document: { resourceType: string }) => readFhir(document).report.notes

  it('is told by role, by the number of the reference or of the person that it names', () => {
    const careTeam = [
      member(2, 'operating', { reference: 'Practitioner/ann' }),
      member(1, 'attending', byNumber('1888888884'), {
        qualification: code('http://nucc.org/provider-taxonomy', '207R00000X'),
      }),
      member(3, 'performing', byNumber('1888888801')),
    ]
    const ann = { resourceType: 'Practitioner', id: 'ann', ...{ identifier: [byNumber('1888888892')['identifier']] } }
    const claim = only(stayWith({ careTeam }, [ann]))
    expect(parseClaim(claim)).toHaveProperty('claim')
    expect(claim).toMatchObject({
      attending: { npi: '1888888884', taxonomy: '207R00000X' },
      operating: { npi: '1888888892' },
      rendering: { npi: '1888888801' },
    })
  })

  it('is noted where the claim has no field for it', () => {
    const careTeam = [
      member(1, 'attending', byNumber('1888888884')),
      member(2, 'attending', byNumber('1888888884')),
      member(3, 'attending', byNumber('1888888892')),
      member(4, 'primary', byNumber('1888888892')),
      member(5, 'referring', { display: 'Ann' }),
    ]
    expect(only(stayWith({ careTeam }))).toMatchObject({ attending: { npi: '1888888884' } })
    expect(annotated(stayWith({ careTeam }))).toContainEqual({
      code: 'care-team',
      count: 3,
      first: `${AT}/careTeam/2`,
    })
  })

  it('and condition codes are read as Medicare writes them', () => {
    const medicare = 'https://bluebutton.cms.gov/fhir/CodeSystem/'
    const condition = (value: string): Json => ({
      category: code(`${medicare}Supporting-Information`, 'CLM_RLT_COND_CD'),
      code: code(`${medicare}CLM-RLT-COND-CD`, value),
    })
    const supportingInfo = [condition('09'), condition('D4'), condition('NOT-ONE')]
    expect(only(stayWith({ supportingInfo }))).toMatchObject({ conditions: ['09', 'D4'] })
    expect(annotated(stayWith({ supportingInfo }))).toContainEqual({
      code: 'bill-code',
      count: 1,
      first: `${AT}/supportingInfo/2`,
    })
  })
})

describe('codes of the bill', () => {
  const of = (table: string, value: string, more: Json): Json => ({
    category: code('http://terminology.hl7.org/CodeSystem/claiminformationcategory', 'info'),
    code: code(`http://terminology.hl7.org/CodeSystem/${table}`, value),
    ...more,
  })
  const leave = { start: '2026-01-06', end: '2026-01-08' }

  it('are told by HL7’s tables of them', () => {
    const supportingInfo = [
      of('v2-0350', '11', { timingDate: '2026-01-02' }),
      of('v2-0351', '74', { timingPeriod: leave }),
      of('v2-0153', '54', { valueQuantity: { value: 3400 } }),
      of('v2-0043', 'D4', {}),
    ]
    expect(only(stayWith({ supportingInfo }))).toMatchObject({
      occurrences: [{ code: '11', date: '2026-01-02' }],
      occurrenceSpans: [{ code: '74', from: '2026-01-06', through: '2026-01-08' }],
      values: [{ code: '54', amount: '3400.00' }],
      conditions: ['D4'],
    })
  })

  it.each([
    ['an occurrence without its day', of('v2-0350', '11', { timingPeriod: leave })],
    ['a day that no month has', of('v2-0350', '11', { timingDate: '2026-02-30' })],
    ['a span that does not end', of('v2-0351', '74', { timingPeriod: { start: '2026-01-06' } })],
    ['a value without its amount', of('v2-0153', '54', {})],
    ['an amount beyond all bills', of('v2-0153', '54', { valueQuantity: { value: 1e21 } })],
    ['a code that is too long', of('v2-0043', 'D4-long', {})],
  ])('are noted and refuse no claim: %s', (_, item) => {
    const document = stayWith({ supportingInfo: [item] })
    for (const field of ['occurrences', 'occurrenceSpans', 'values', 'conditions'])
      expect(only(document)).not.toHaveProperty(field)
    const first = `${AT}/supportingInfo/0`
    expect(readFhir(document).report.notes).toContainEqual({ code: 'bill-code', count: 1, first })
  })

  it('are as many as a claim takes', () => {
    const supportingInfo = Array.from({ length: 30 }, () => of('v2-0043', 'D4', {}))
    expect((only(stayWith({ supportingInfo })) as { conditions: string[] }).conditions).toHaveLength(24)
  })
})

describe('a reference', () => {
  const named = (reference: string, fullUrl?: string): unknown => {
    const other = { ...resource('Patient'), id: 'p2', identifier: [{ value: 'other' }] }
    const document = stayWith({ patient: { reference } })
    document.entry.push({ ...(fullUrl !== undefined && { fullUrl }), resource: other })
    return readFhir(document).results.map((result) =>
      'claim' in result ? result.claim.patient.id : result.refused.code,
    )[0]
  }

  it.each([
    ['a full URL', 'urn:uuid:7f3d', 'urn:uuid:7f3d', 'other'],
    [
      'a version of it',
      'https://hospital.example/fhir/Patient/p2/_history/3',
      'https://hospital.example/fhir/Patient/p2',
      'other',
    ],
    ['type and id by the root of who refers', 'Patient/p2', 'https://hospital.example/fhir/Patient/p2', 'other'],
    ['type and id alone', 'Patient/p2', undefined, 'other'],
    [
      'what is not there, which is never fetched',
      'https://elsewhere.example/Patient/9',
      undefined,
      'reference-missing',
    ],
    ['a contained resource that is not there', '#nowhere', undefined, 'reference-missing'],
  ])('may be %s', (_, reference, fullUrl, expected) => {
    expect(named(reference, fullUrl)).toBe(expected)
  })

  it('of a diagnosis to a Condition that is not there refuses the claim', () => {
    const diagnosis = [{ sequence: 1, diagnosisReference: { reference: 'Condition/none' } }]
    expect(refusal(stayWith({ diagnosis }))).toEqual([['reference-missing', `${AT}/diagnosis/0/diagnosisReference`]])
  })
})

describe('diagnoses', () => {
  const dx = (value: string, more: Json = {}): Json => ({ diagnosisCodeableConcept: code(ICD_10, value), ...more })
  const type = (value: string): Json => ({
    type: [code('http://terminology.hl7.org/CodeSystem/ex-diagnosistype', value)],
  })
  const rolesOf = (diagnosis: Json[]): string[] =>
    only(stayWith({ diagnosis })).diagnoses.map(({ role, code: value, poa = '' }) => `${role} ${value} ${poa}`.trim())

  it('come in the order of sequence, those without one last, the first being principal where none says so', () => {
    expect(rolesOf([dx('C'), dx('B', { sequence: 2 }), dx('A', { sequence: 1 })])).toEqual([
      'principal A',
      'secondary B',
      'secondary C',
    ])
  })

  it('keep the roles that they name, also two, and reasons for the visit apart', () => {
    const claim = only(
      stayWith({
        diagnosis: [
          dx('A', { sequence: 1, ...type('admitting') }),
          dx('A', { sequence: 2, ...type('principal') }),
          dx('V', { sequence: 3, ...type('externalcauseofinjury') }),
          dx('R', { sequence: 4, ...type('patientreasonforvisit') }),
        ],
      }),
    )
    expect(claim.diagnoses.map(({ role }) => role)).toEqual(['admitting', 'principal', 'external-cause'])
    expect(claim.reasonsForVisit).toEqual(['R'])
  })

  it.each([
    ['CMS', { onAdmission: code('https://www.cms.gov/…/Coding', 'N') }, 'N'],
    ['lower case', { onAdmission: code('http://terminology.hl7.org/CodeSystem/ex-diagnosis-on-admission', 'y') }, 'Y'],
    ['R5 in words', { onAdmission: code('', 'undetermined') }, 'W'],
    [
      'Medicare’s extension',
      {
        extension: [
          { url: 'https://bluebutton.cms.gov/resources/variables/clm_poa_ind_sw7', valueCoding: { code: 'U' } },
        ],
      },
      'U',
    ],
  ])('say whether they were present on admission: %s', (_, more, expected) => {
    expect(rolesOf([dx('A', { sequence: 1, ...more })])).toEqual([`principal A ${expected}`])
  })

  it('in another system beside ICD-10 are read, and by themselves refused by name', () => {
    const snomed = { system: 'http://snomed.info/sct', code: '1' }
    const both = { diagnosisCodeableConcept: { coding: [snomed, { system: ICD_10, code: 'A' }] }, sequence: 1 }
    expect(rolesOf([both])).toEqual(['principal A'])
    const [at, path] = [`${AT}/diagnosis/0/diagnosisCodeableConcept`, 'diagnosisCodeableConcept']
    expect(refusal(stayWith({ diagnosis: [{ [path]: { coding: [snomed] } }] }))).toEqual([['code-system', at]])
    expect(refusal(stayWith({ diagnosis: [{ [path]: code('http://hl7.org/fhir/sid/icd-9-cm', '723.4') }] }))).toEqual([
      ['icd-9', at],
    ])
    expect(refusal(stayWith({ diagnosis: [{ [path]: { text: 'neck pain' } }] }))).toEqual([
      ['code-missing', `${AT}/diagnosis/0`],
    ])
    expect(refusal(stayWith({ diagnosis: [] }))).toEqual([['no-diagnosis', `${AT}/diagnosis`]])
  })

  it('may only name the group of the stay', () => {
    const drg = code('https://bluebutton.cms.gov/resources/variables/clm_drg_cd', '0552')
    const claim = only(
      stayWith({ supportingInfo: [], diagnosis: [dx('A', { sequence: 1 }), { packageCode: drg, sequence: 2 }] }),
    )
    expect([claim.billedDrg, claim.diagnoses.length]).toEqual(['552', 1])
  })
})

describe('a stay', () => {
  const period = info('admissionperiod', { timingPeriod: { start: '2026-01-04T23:50:00-05:00', end: '2026-01-09' } })
  const status = (value: string): Json => info('discharge-status', { code: code('', value) })
  const bill = (value: string): Json =>
    info('typeofbill', { code: code('https://www.nubc.org/CodeSystem/TypeOfBill', value) })

  it('takes days as they are written, whatever the zone', () => {
    expect(only(stayWith({ supportingInfo: [period] }))).toMatchObject({
      admissionDate: '2026-01-04',
      dischargeDate: '2026-01-09',
    })
  })

  it.each([
    ['still a patient', { supportingInfo: [period, status('30')] }],
    ['an interim bill without a status', { supportingInfo: [period, bill('0112')] }],
    ['asked for beforehand', { supportingInfo: [period], use: 'preauthorization' }],
  ])('is open where the patient has not left: %s', (_, change) => {
    expect(only(stayWith(change)).dischargeDate).toBeUndefined()
  })

  it('that is billed in parts has a claim for each bill', () => {
    const billablePeriod = { start: '2026-01-04', end: '2026-01-31' }
    const [first, whole] = ['0112', '0111'].map((type) =>
      only(stayWith({ billablePeriod, supportingInfo: [bill(type)] })),
    )
    expect(first?.claimId).toBe(`${whole?.claimId}@2026-01-04`)
  })

  it.each([
    ['outpatient by its bill', { supportingInfo: [bill('0131')] }, 'institutional-outpatient'],
    [
      'inpatient by its bill, whatever its subtype',
      { supportingInfo: [bill('111')], subType: code('', 'emergency') },
      'institutional-inpatient',
    ],
    ['outpatient by its subtype', { supportingInfo: [], subType: code('', 'outpatient') }, 'institutional-outpatient'],
    ['of a physician', { type: code('', 'professional') }, 'professional'],
  ])('is %s', (_, change, expected) => {
    expect(only(stayWith(change)).claimType).toBe(expected)
  })

  it.each([
    ['pharmacy', { type: code('', 'pharmacy') }, 'claim-type', '/type'],
    ['of late charges', { supportingInfo: [bill('0115')] }, 'frequency', ''],
    ['a draft', { status: 'draft' }, 'status', '/status'],
    ['nameless', { identifier: [], id: undefined }, 'claim-id', '/identifier'],
  ])('is refused where it is no claim to audit: %s', (_, change, reason, place) => {
    expect(refusal(stayWith(change))).toEqual([[reason, `${AT}${place}`]])
  })

  it.each([
    ['of frequency 8', { supportingInfo: [bill('0118')] }],
    ['that was cancelled', { status: 'cancelled' }],
    [
      'that was entered in error, and lacks all that an audit needs',
      { status: 'entered-in-error', diagnosis: [], patient: undefined },
    ],
  ])('%s is a void: it says which claim, and needs nothing else', (_, change) => {
    const [voided, billed] = [only(stayWith(change)), only(stayWith({}))]
    expect(voided).toMatchObject({ claimId: billed.claimId, frequency: '8', diagnoses: [] })
  })

  it('that replaces another names it', () => {
    const related = [{ relationship: code('', 'prior'), claim: { identifier: { value: 'ICN-7' } } }]
    expect(only(stayWith({ related, supportingInfo: [] }))).toMatchObject({ frequency: '7', payerClaimNumber: 'ICN-7' })
  })

  it('of a patient whose birth date is a year has an age', () => {
    const document = stayWith({})
    for (const { resource: each } of document.entry) if (each['resourceType'] === 'Patient') each['birthDate'] = '1961'
    expect(only(document).patient).toMatchObject({ ageInYears: 65 })
    expect(readFhir(document).report.notes).toEqual([
      { code: 'age-from-year', count: 1, first: '/entry/0/resource/birthDate' },
    ])
  })
})

describe('documents', () => {
  const withData = (attachment: Json): unknown =>
    only(stayWith({ supportingInfo: [{ valueAttachment: attachment }] })).documents?.map(({ text }) => text)

  it('are text: base64 of UTF-8 or windows-1252, or as it was sent', () => {
    const plain = (data: string): Json => ({ contentType: 'text/plain', data })
    expect(withData(plain(Buffer.from('Déjà vu').toString('base64')))).toEqual(['Déjà vu'])
    expect(withData(plain(Buffer.from('caf\xe9!', 'latin1').toString('base64')))).toEqual(['café!'])
    expect(withData(plain('No myelopathy.'))).toEqual(['No myelopathy.'])
  })

  it('that cannot be read, or are elsewhere, are told', () => {
    const document = stayWith({
      supportingInfo: [
        { valueAttachment: { contentType: 'application/pdf', data: 'JVBERi0=' } },
        { valueAttachment: { url: 'https://elsewhere.example/Binary/1' } },
      ],
    })
    expect(only(document).documents).toBeUndefined()
    expect(readFhir(document).report.notes.map(({ code: each }) => each)).toEqual([
      'document-type',
      'document-elsewhere',
      'document-apart',
    ])
  })
})

describe('a document without a claim', () => {
  it('is one refusal, and so is a page of a search', () => {
    expect(refusal(resource('Patient') as never)).toEqual([['no-claim', '/resourceType']])
    expect(refusal({ ...bundle, link: [{ relation: 'next', url: 'x' }] } as never)).toEqual([
      ['incomplete-bundle', '/link'],
    ])
  })
})

describe('an OperationOutcome', () => {
  it('names places as FHIRPath', () => {
    const reason = { code: 'icd-9', pointer: `${AT}/diagnosis/0/diagnosisCodeableConcept`, keyword: null }
    expect(
      operationOutcome('Bundle', [
        { severity: 'information', pointer: AT, id: 'e-1' },
        { severity: 'error', reason },
      ]).issue,
    ).toEqual([
      {
        severity: 'information',
        code: 'informational',
        diagnostics: 'e-1',
        details: { text: 'accepted' },
        expression: ['Bundle.entry[5].resource'],
      },
      {
        severity: 'error',
        code: 'code-invalid',
        details: { text: 'icd-9' },
        expression: ['Bundle.entry[5].resource.diagnosis[0].diagnosisCodeableConcept'],
      },
    ])
  })
})

describe('any document at all', () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)

  /** The example with one value anywhere in it replaced. */
  const damaged = fc.tuple(fc.nat(), fc.jsonValue({ maxDepth: 2 })).map(([at, value]) => {
    const document = structuredClone(bundle)
    const places: [Json | unknown[], string | number][] = []
    const gather = (held: unknown): void => {
      if (typeof held !== 'object' || held === null) return
      for (const key of Object.keys(held)) {
        places.push([held as Json, key])
        gather((held as Json)[key])
      }
    }
    gather(document.entry)
    const [holder, key] = places[at % places.length]!
    ;(holder as Json)[key as string] = value
    return document
  })

  it(`never fails, and counts each claim (seed ${seed})`, () => {
    fc.assert(
      fc.property(damaged, (document) => {
        const { results, report } = readFhir(document)
        const read = results.filter((result) => 'claim' in result).length
        expect(report.claimsRefused).toBe(report.claims - read)
        expect(results.length).toBeGreaterThan(0)
        for (const result of results) if ('claim' in result) parseClaim(result.claim)
      }),
      { seed, numRuns: 2_000 },
    )
  })
})
