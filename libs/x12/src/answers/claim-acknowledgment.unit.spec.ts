import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { ClaimAcknowledgment, ClaimReader, Surveyor, TAIL, endsComplete, statusOf } from '../x12.js'
import type { AnsweredClaim } from '../x12.js'

const example = (name: string): Buffer =>
  readFileSync(new URL(`../../../../contracts/examples/${name}`, import.meta.url))
const STAMP = { at: new Date('2026-01-13T08:30:00Z'), controlNumber: 41 }

/** The segments that answer a file, where every claim that can be read is accepted. */
function answer(file: Buffer): string[] {
  const surveyor = new Surveyor()
  surveyor.push(file)
  const survey = surveyor.end()
  const reader = new ClaimReader(survey, { echoes: true })
  const claims = [...reader.push(file), ...reader.end()].flatMap((result, at): AnsweredClaim[] => {
    const { place, echo } = result
    if (echo === undefined) return []
    const { interchange, transaction = 0 } = place
    const outcome =
      'claim' in result ? { id: `E-${at}` } : { status: statusOf({ pointer: null, keyword: null, ...result.refused }) }
    return [{ interchange, transaction, echo, outcome }]
  })
  const written = new ClaimAcknowledgment(survey.envelopes, STAMP)
  for (const claim of claims) written.count(claim)
  return (claims.map((claim) => written.write(claim)).join('') + written.end()).split('~\n').slice(0, -1)
}

const only = (segments: string[], id: string): string[] => segments.filter((each) => each.startsWith(`${id}*`))

describe('a 277CA', () => {
  it('answers each claim by its account number, under its provider and transaction', () => {
    const segments = answer(example('claims.837'))
    expect(segments.slice(0, 27)).toEqual([
      'ISA*00*          *00*          *ZZ*BLUEPAYER      *ZZ*GENERALHOSP    *260113*0830*^*00501*000000041*0*T*:',
      'GS*HN*BLUEPAYER*GENERALHOSP*20260113*0830*1*X*005010X214',
      'ST*277*0001*005010X214',
      'BHT*0085*08*000000041-1*20260113*0830*TH',
      'HL*1**20*1',
      'NM1*AY*2*BLUEPAYER*****46*BLUEPAYER',
      'TRN*1*000000041-1',
      'DTP*050*D8*20260113',
      'DTP*009*D8*20260113',
      'HL*2*1*21*1',
      'NM1*41*2*GENERAL HOSPITAL*****46*S1',
      'TRN*2*0001',
      expect.stringMatching(/^STC\*A1:20\*20260113\*WQ\*\d+/),
      'QTY*90*3',
      expect.stringMatching(/^AMT\*YU\*\d+/),
      'HL*3*2*19*1',
      'NM1*85*2*GENERAL HOSPITAL*****XX*1999999984',
      'TRN*1*0',
      'QTY*QA*3',
      expect.stringMatching(/^AMT\*YU\*\d+/),
      'HL*4*3*PT',
      'NM1*QC*1*ALPHA*TEST****MI*MBR1',
      'TRN*2*STAY-1',
      'STC*A1:20*20260113*WQ*19750',
      'REF*1K*E-0',
      'REF*BLT*111',
      'DTP*472*RD8*20260104-20260109',
    ])
    expect(only(segments, 'TRN').filter((each) => each.startsWith('TRN*2*S') || each.startsWith('TRN*2*V'))).toEqual([
      'TRN*2*STAY-1',
      'TRN*2*STAY-2',
      'TRN*2*STAY-3',
      'TRN*2*VISIT-1',
    ])
  })

  it('counts its segments and sets, and is itself read as X12 without an oddity', () => {
    const segments = answer(example('claims.837'))
    const surveyor = new Surveyor()
    surveyor.push(Buffer.from(segments.map((each) => `${each}~\n`).join('')))
    expect(surveyor.end()).toMatchObject({ interchanges: 1, transactions: 2, notes: [] })
    expect(only(segments, 'GE')).toEqual(['GE*2*1'])
  })

  it('refuses a claim by what is wrong with it, and counts its charge apart', () => {
    const file = Buffer.from(
      example('claims.837').toString().replace('HI*ABK:M4302:::::::Y~\nHI*ABJ:M542', 'HI*BK:7384~\nHI*BJ:7231'),
    )
    const segments = answer(file)
    expect(segments[segments.indexOf('TRN*2*STAY-1') + 1]).toBe('STC*A7:255*20260113*U*19750')
    expect(only(segments, 'QTY').slice(0, 2)).toEqual(['QTY*90*2', 'QTY*AA*1'])
    expect(only(segments, 'AMT')[1]).toBe('AMT*YY*19750')
  })

  it('is empty for a file without an accepted transaction, and the same bytes each time', () => {
    expect(answer(Buffer.from(example('claims.837').toString().replaceAll('005010X22', '004010X09')))).toEqual([])
    expect(answer(example('claims.837'))).toEqual(answer(example('claims.837')))
  })

  it.each([
    [
      { code: 'schema', pointer: '/patient/birthDate', keyword: 'required' },
      { category: 'A6', code: '158', entity: 'QC' },
    ],
    [
      { code: 'schema', pointer: '/admissionDate', keyword: 'format' },
      { category: 'A7', code: '189' },
    ],
    [
      { code: 'hierarchy', pointer: null, keyword: null },
      { category: 'A3', code: '21' },
    ],
  ])('says of %j: %j', (reason, status) => {
    expect(statusOf(reason)).toEqual(status)
  })
})

describe('the end of a file', () => {
  const ends = (text: string): boolean =>
    endsComplete(Buffer.from(text).subarray(0, TAIL), Buffer.from(text).subarray(-TAIL))
  const whole = example('claims.837').toString()

  it.each([
    ['as it is', whole],
    ['without a last line break', whole.trimEnd()],
    ['with a control-Z', `${whole}\x1a`],
    ['with line feeds as terminators', whole.replaceAll('~\n', '\n')],
    ['with other separators', whole.replaceAll('~\n', '\x1c').replaceAll('*', '\x1d')],
  ])('is complete %s', (_, text) => expect(ends(text)).toBe(true))

  it.each([
    ['in a claim', whole.slice(0, 900)],
    ['before IEA', whole.slice(0, whole.indexOf('IEA'))],
    ['in IEA', whole.trimEnd().slice(0, -4)],
    ['before the last terminator', whole.trimEnd().slice(0, -1)],
  ])('is not complete where it stops %s', (_, text) => expect(ends(text)).toBe(false))
})
