import { describe, expect, it } from '@jest/globals'
import { describeProcedures } from '../../icd-10-pcs/describe-procedures.js'
import { extendProcedureSpans, type ProcedureSpan } from './extend-procedure-spans.js'

const span = (
  code: string,
  date_start: string,
  date_end: string,
  title = `Title of ${code}`,
  mce_flags = '',
): ProcedureSpan => ({ code, date_start, date_end, title, mce_flags })
const edition = (...codes: string[]) => codes.map((code) => ({ code, title: `Title of ${code}` }))

const SPANS = [
  span('XZ10070', '20151001', '20270331', undefined, 'female'),
  span('XZ10071', '20151001', '20270331'),
  span('XZ10072', '20151001', '20200930', ''),
  span('XZ10073', '20151001', '20240930', '', 'lcov'),
  span('XZ10073', '20241001', '20270331', ''),
  span('XZ10074', '20151001', '20260930', undefined, 'male'),
]

describe('extendProcedureSpans within the days that the spans reach', () => {
  const extended = extendProcedureSpans(SPANS, edition('XZ10070', 'XZ10073', 'XZ10074', 'XZ10079'), '20261001')
  const rowsOf = (code: string) => extended.rows.filter((row) => row.code === code)

  it('leaves a code that goes on as it is, with its flags', () => {
    expect(rowsOf('XZ10070')).toEqual([SPANS[0]])
    expect(extended.kept).toEqual(['XZ10070', 'XZ10073'])
  })

  it('ends a code that the edition does not have on the day before', () => {
    expect(rowsOf('XZ10071')).toEqual([span('XZ10071', '20151001', '20260930')])
    expect(extended.ended).toEqual(['XZ10071'])
  })

  it('opens a span without flags for a new code, as far as the others reach', () => {
    expect(rowsOf('XZ10079')).toEqual([span('XZ10079', '20261001', '20270331')])
    expect(extended.added).toEqual(['XZ10079'])
  })

  it('carries on, with its flags, a code that the tables had ended the day before', () => {
    expect(rowsOf('XZ10074')).toEqual([span('XZ10074', '20151001', '20270331', undefined, 'male')])
    expect(extended.carriedOn).toEqual(['XZ10074'])
  })

  it('fills empty titles of codes that the edition has, in all their spans', () => {
    expect(rowsOf('XZ10073')).toEqual([
      span('XZ10073', '20151001', '20240930', undefined, 'lcov'),
      span('XZ10073', '20241001', '20270331'),
    ])
    expect(rowsOf('XZ10072')).toEqual([SPANS[2]])
    expect(extended.titled).toEqual(['XZ10073'])
  })

  it('keeps a title that the edition says otherwise, and says so', () => {
    const { rows, retitled } = extendProcedureSpans(SPANS, [{ code: 'XZ10070', title: 'Other' }], '20261001')
    expect(rows[0]).toEqual(SPANS[0])
    expect(retitled).toEqual([{ code: 'XZ10070', title: 'Title of XZ10070', inEdition: 'Other' }])
  })

  it('removes a span that would end before it began, and ends a new one where the next begins', () => {
    const spans = [span('XZ10070', '20251001', '20270331'), span('XZ10071', '20261001', '20270331')]
    expect(extendProcedureSpans(spans, edition('XZ10071'), '20251001').rows).toEqual([
      span('XZ10071', '20251001', '20260930'),
      spans[1],
    ])
  })

  it('opens a code again that was not in force', () => {
    expect(
      extendProcedureSpans(SPANS, edition('XZ10072'), '20261001').rows.filter(({ code }) => code === 'XZ10072'),
    ).toEqual([span('XZ10072', '20151001', '20200930'), span('XZ10072', '20261001', '20270331')])
  })

  it('says what changed, and that new codes have no Medicare edit flags', () => {
    expect(describeProcedures(extended, '2026-10-01')).toEqual([
      'from 2026-10-01: 2 codes as before, 1 carried on to 20270331',
      'codes new: 1 XZ10079',
      'codes ended the day before: 1 XZ10071',
      'codes that had no title and have one now: 1 XZ10073',
      'Medicare edit flags (mce_flags) are not in the order file: codes that had some keep them, the 1 new ones have none until they are filled in by hand',
      'titles that the order file says otherwise, left as they are: 0',
    ])
  })
})

describe('extendProcedureSpans beyond the days that the spans reach', () => {
  it('carries all codes of the edition on to its last day, and no other', () => {
    const { rows, lastDay, ended } = extendProcedureSpans(SPANS, edition('XZ10070', 'XZ10073', 'XZ10075'), '20270401')
    expect(lastDay).toBe('20270930')
    expect(ended).toEqual(['XZ10071'])
    expect(rows.map(({ code, date_start, date_end }) => [code, date_start, date_end])).toEqual([
      ['XZ10070', '20151001', '20270930'],
      ['XZ10071', '20151001', '20270331'],
      ['XZ10072', '20151001', '20200930'],
      ['XZ10073', '20151001', '20240930'],
      ['XZ10073', '20241001', '20270930'],
      ['XZ10074', '20151001', '20260930'],
      ['XZ10075', '20270401', '20270930'],
    ])
  })

  it('refuses an edition when one between is missing', () => {
    expect(() => extendProcedureSpans(SPANS, edition('XZ10070'), '20271001')).toThrow(
      'the spans reach 20270331: bring in the editions before 20271001 first',
    )
  })
})
