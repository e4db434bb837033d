import { describe, expect, it } from '@jest/globals'
import { read837 } from './read-837.js'
import { CLAIM, changed, segments, transaction, written } from './small-file.js'

const claimsOf = (file: Uint8Array) =>
  read837(file).results.map((result) => ('claim' in result ? result.claim : result.refused.code))

describe('what a claim is not read for', () => {
  const refusalOf = (file: Uint8Array) => {
    const [result] = read837(file).results
    return result !== undefined && 'refused' in result ? result.refused : result
  }
  const inClaim = (id: string, element: number) => ({
    place: { interchange: 1, transaction: 1, claim: 1, id, element },
  })

  it.each<[string, [RegExp | string, string], object]>([
    ['a diagnosis of ICD-9', ['ABK:', 'BK:'], { code: 'icd-9', keyword: 'BK', ...inClaim('HI', 1) }],
    ['an other diagnosis of ICD-9', ['*ABF:Z', '*BF:Z'], { code: 'icd-9', keyword: 'BF', ...inClaim('HI', 2) }],
    ['a procedure of ICD-9', ['BBR:', 'BR:'], { code: 'icd-9', keyword: 'BR', ...inClaim('HI', 1) }],
    ['no diagnosis', [/^HI.*/, 'K3*NONE'], { code: 'no-diagnosis', place: { claim: 1, id: 'CLM' } }],
    [
      'components that ISA16 does not separate',
      [/ABK:M4302.*/, 'ABK>M4302'],
      { code: 'component-separator', ...inClaim('HI', 1) },
    ],
    [
      'a type of bill that ISA16 does not separate',
      ['11:A:1', '11>A>1'],
      { code: 'component-separator', ...inClaim('CLM', 5) },
    ],
    [
      'a qualifier without its code',
      ['ABJ:M542', 'ABJ:'],
      { code: 'code-missing', keyword: 'ABJ', ...inClaim('HI', 1) },
    ],
    ['a date that is not one', ['D8:20260105', 'D8:2026015'], { code: 'date', ...inClaim('HI', 1) }],
    ['a procedure of a period', ['D8:20260105', 'RD8:20260105-20260106'], { code: 'date', ...inClaim('HI', 1) }],
    ['a period without its end', ['20260104-20260109', '20260104-'], { code: 'date', ...inClaim('DTP', 3) }],
    ['an amount that is not one', ['CLM*A-1*21500', 'CLM*A-1*21,500'], { code: 'amount', ...inClaim('CLM', 2) }],
    ['a charge that is not one', ['SV2*0360**21500', 'SV2*0360**1E9'], { code: 'amount', ...inClaim('SV2', 3) }],
    ['units that are not a number', ['UN*1', 'UN*one'], { code: 'number', ...inClaim('SV2', 5) }],
    ['no account number', ['CLM*A-1', 'CLM*'], { code: 'claim-id', ...inClaim('CLM', 1) }],
    ['late charges', ['11:A:1', '11:A:5'], { code: 'frequency', keyword: '5', ...inClaim('CLM', 5) }],
    ['a damaged segment', ['LX*1', 'LX?*1'], { code: 'segment-id', place: { claim: 1, id: '?' } }],
    ['a segment of no claim', ['LX*1', 'ZZ*1'], { code: 'segment-id', place: { claim: 1, id: '?' } }],
  ])('%s, by its place', (_, word, refusal) => {
    expect(refusalOf(changed(word))).toMatchObject(refusal)
  })

  it('no void, which bills nothing: it needs no diagnosis', () => {
    const bare = [
      ['11:A:1', '11:A:8'],
      [/^HI.*/g, 'PWK*OZ*BM'],
    ] as [RegExp | string, string][]
    expect(claimsOf(changed(...bare))[0]).toMatchObject({ claimId: 'A-1', frequency: '8', diagnoses: [] })
    expect(refusalOf(changed(bare[1] as [RegExp, string]))).toMatchObject({ code: 'no-diagnosis' })
  })

  it('names the segment counted from ST', () => {
    const at = segments().findIndex((each) => each.startsWith('HI*ABJ')) - 1
    expect(refusalOf(changed(['ABJ:', 'BJ:']))).toMatchObject({ place: { segment: at } })
  })

  it('a level whose parent is not there', () => {
    const levels = transaction().slice(1, 9)
    const lost = levels.map((each) => each.replace('HL*2*1*22', 'HL*2*7*22'))
    const place = { interchange: 1, transaction: 1, segment: 5, id: 'HL', element: 2 }
    expect(refusalOf(written(segments({ levels: lost })))).toEqual({ code: 'hierarchy', place })
    expect(refusalOf(written(segments({ levels: levels.slice(0, 3) })))).toMatchObject({ code: 'hierarchy' })
  })

  it('says no value of a patient', () => {
    const said = JSON.stringify(
      read837(changed(['ABJ:M542', 'SECRET>1'], ['LX*1', 'SECRET*1'], ['CLM*A-1', 'CLM*SECRET'])),
    )
    expect(said).not.toContain('SECRET')
  })
})

describe('whose claim it is', () => {
  const dependent = [
    ...transaction().slice(1, 6),
    'NM1*IL*1*ISAAC*ISA****MI*M1',
    'DMG*D8*19610402*F',
    'NM1*PR*2*A PAYER*****PI*P1',
    'HL*3*2*23*0',
    'PAT*19',
    'NM1*QC*1*ISAAC*KIM',
    'DMG*D8*20100504*M',
  ]

  it("is the dependent's, whose member id is the subscriber's", () => {
    const [claim] = claimsOf(written(segments({ levels: dependent })))
    expect(claim).toMatchObject({
      patient: { birthDate: '2010-05-04', sex: 'M' },
      payer: { id: 'P1' },
      facility: { npi: '1999999984' },
    })
    expect(claim).not.toHaveProperty('patient.id')
  })

  it('follows HL02, not what stands before', () => {
    const second = [
      'HL*8*1*22*0',
      'SBR*P*18',
      'NM1*IL*1*OTHER****MI*M8',
      'DMG*D8*19800101*M',
      'HL*9*2*23*0',
      'DMG*D8*20120304*F',
    ]
    expect(claimsOf(written(segments({ levels: [...dependent, ...second] })))).toMatchObject([
      { patient: { birthDate: '2012-03-04' }, payer: { id: 'P1' } },
    ])
  })

  it("is not another payer's subscriber's", () => {
    const other = [
      'SBR*S*19',
      'DMG*D8*19010101*M',
      'NM1*IL*1*X****MI*OTHER',
      'NM1*PR*2*X*****PI*OTHER',
      'REF*F8*OTHER',
      'DTP*435*D8*19990101',
    ]
    const claim = [...CLAIM.slice(0, 8), ...other, ...CLAIM.slice(8)]
    const { results, report } = read837(written(segments({ claim })))
    expect(results).toMatchObject([{ claim: claimsOf(written(segments()))[0] as object }])
    expect(
      report.unmapped.filter(({ loop }) => loop === 'other-payer').map(({ segment, qualifier }) => segment + qualifier),
    ).toEqual(['DMG', 'DTP435', 'NM1IL', 'NM1PR', 'REFF8', 'SBR'])
  })
})

describe('what an 837 says in its own way', () => {
  const claimOf = (...words: [RegExp | string, string][]) => claimsOf(changed(...words))[0]

  it('a stay that goes on has no discharge', () => {
    expect(claimOf(['CL1*1*1*01', 'CL1*1*1*30'])).not.toHaveProperty('dischargeDate')
    expect(claimOf(['CL1*1*1*01', 'CL1*1*1'], ['11:A:1', '11:A:2'])).not.toHaveProperty('dischargeDate')
    expect(claimOf(['11:A:1', '11:A:4'])).toHaveProperty('dischargeDate', '2026-01-09')
  })

  it.each(['2', '3', '4'])(
    'each bill of a stay that is billed in parts is a claim of its own: frequency %s',
    (frequency) => {
      const stay = { accountNumber: 'A-1', statement: { from: '2026-01-04' } }
      expect(claimOf(['11:A:1', `11:A:${frequency}`])).toMatchObject({ claimId: 'A-1@2026-01-04', ...stay })
      expect(claimOf(['11:A:1', '11:A:7'])).toMatchObject({ claimId: 'A-1', ...stay })
    },
  )

  it('only bills of types 11 and 41 are inpatient', () => {
    expect(claimOf(['11:A', '12:A'])).toMatchObject({ claimType: 'institutional-outpatient', typeOfBill: '121' })
    expect(claimOf(['11:A', '41:A'])).toMatchObject({ claimType: 'institutional-inpatient' })
  })

  it('amounts without a digit before or behind the point', () => {
    expect(claimOf(['A-1*21500', 'A-1*.5'])).toHaveProperty('totalCharge', '0.5')
    expect(claimOf(['A-1*21500', 'A-1*-100.'])).toHaveProperty('totalCharge', '-100')
  })

  it('a blank indicator is not an indicator', () => {
    expect(claimOf([':::::::Y', '::::::: ']) as object).not.toHaveProperty('diagnoses.0.poa')
  })

  it('an MS-DRG of four digits; another scheme is not read as one', () => {
    expect(claimOf(['HI*ABJ', 'HI*DR:0473*ABJ'])).toHaveProperty('billedDrg', '473')
    expect(claimOf(['HI*ABJ', 'HI*DR:0194-2*ABJ'])).not.toHaveProperty('billedDrg')
  })

  it('a line without its own date is of the statement, and one without LX counts', () => {
    const { results, report } = read837(changed(['DTP*472*D8*20260105', 'SV2*0250*HC:J1234:RT:59*3*DA*2**1']))
    expect(results[0]).toHaveProperty('claim.lines', [
      { number: 1, revenueCode: '0360', charge: '21500', units: 1, serviceDate: '2026-01-04' },
      {
        number: 2,
        revenueCode: '0250',
        hcpcs: 'J1234',
        modifiers: ['RT', '59'],
        charge: '3',
        units: 2,
        serviceDate: '2026-01-04',
      },
    ])
    expect(report.notes).toEqual([
      { code: 'service-without-lx', count: 1, first: expect.objectContaining({ claim: 1, id: 'SV2' }) },
    ])
    expect(report.unmapped).toContainEqual({ loop: 'line', segment: 'SV2', qualifier: '07', count: 1 })
  })

  it('codes of the bill beside diagnoses and procedures, and providers by their number', () => {
    const codes = 'HI*BH:11:D8:20260101*BI:74:RD8:20260106-20260107*BE:54:::3200*BG:09*ABJ'
    const providers = [
      'NM1*71*1*DOE*ANN****XX*1888888884~\nPRV*AT*PXC*207R00000X',
      'NM1*72*1*DOE*SAM****XX*1888888892',
      'NM1*82*1*NO NUMBER~\nPRV*PE*PXC*207X00000X',
      'NM1*71*1*SECOND*SAM****XX*1888888801',
    ].join('~\n')
    const file = changed(['HI*ABJ', codes], ['LX*1', `${providers}~\nLX*1`], ['DTP*472', 'REF*6R*L-1~\nDTP*472'])
    const { results, report } = read837(file)
    expect(results[0]).toMatchObject({
      claim: {
        admissionHour: '0915',
        occurrences: [{ code: '11', date: '2026-01-01' }],
        occurrenceSpans: [{ code: '74', from: '2026-01-06', through: '2026-01-07' }],
        values: [{ code: '54', amount: '3200' }],
        conditions: ['09'],
        attending: { npi: '1888888884', taxonomy: '207R00000X' },
        operating: { npi: '1888888892' },
        lines: [{ lineControlNumber: 'L-1' }],
      },
    })
    expect(results[0]).not.toHaveProperty('claim.rendering')
    const inClaim = report.unmapped.filter(({ loop }) => loop === 'claim')
    expect(inClaim.map(({ segment, qualifier, count }) => `${segment}${qualifier} ${count}`)).toEqual(
      expect.arrayContaining(['NM171 1', 'NM182 1', 'PRVPE 1']),
    )
  })

  it('counts what has no field, by loop, segment and qualifier', () => {
    const { report } = read837(
      changed(
        ['HI*ABJ', 'HI*BH:11:D8:20260231*TC:A1*BE:54*BI:74:D8:20260101*ABJ'],
        ['202601040915', '202601042515'],
        ['LX*1', 'K3*SECRET WORDS'],
        ['CL1*1*1*01', 'CL1*1*1*01*2'],
      ),
    )
    expect(report.unmapped).toEqual(
      expect.arrayContaining([
        ...['BH', 'TC', 'BE', 'BI'].map((qualifier) => ({ loop: 'claim', segment: 'HI', qualifier, count: 1 })),
        { loop: 'claim', segment: 'K3', qualifier: '', count: 1 },
        { loop: 'claim', segment: 'CL1', qualifier: '04', count: 1 },
        { loop: 'claim', segment: 'DTP', qualifier: '435', count: 1 },
        { loop: 'subscriber', segment: 'SBR', qualifier: '', count: 1 },
      ]),
    )
  })
})
