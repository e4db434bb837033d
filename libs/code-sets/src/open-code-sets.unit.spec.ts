import { describe, expect, it } from '@jest/globals'
import { openCodeDictionary, openCodeSets, readSourceTable } from '@claims-audit/reference'
import fc from 'fast-check'
import { codeKey, keyCode, lastKeyUnder } from './dictionary/code-key.js'
import { ICD_10_EDITIONS, editionsOn, icd10Named } from './editions.js'

const sets = openCodeSets()
const DAY = '2026-01-09'
const { diagnosisKeys, procedureKeys } = openCodeDictionary()
const diagnosisCodes = Array.from(diagnosisKeys, keyCode)
const procedureCodes = Array.from(procedureKeys, keyCode)

describe('diagnosis', () => {
  it('reads a billable code, however it is written', () => {
    const entry = {
      code: 'M4302',
      dotted: 'M43.02',
      title: 'Spondylolysis, cervical region',
      parent: 'M430',
      section: 'M40-M43',
      chapter: '13',
    }
    expect(sets.diagnosis(' m43.02', DAY)).toMatchObject({
      ...entry,
      valid: true,
      billable: true,
      header: false,
      children: [],
    })
  })

  it('reads a header and its subdivisions', () => {
    const children = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'].map((last) => `M430${last}`)
    expect(sets.diagnosis('M43.0', DAY)).toMatchObject({
      title: 'Spondylolysis',
      valid: false,
      billable: false,
      header: true,
      children,
    })
  })

  it('composes the title of a code with a 7th character, and offers the characters on its header', () => {
    expect(sets.diagnosis('S12.000A', DAY)?.title).toBe(
      'Unspecified displaced fracture of first cervical vertebra, initial encounter for closed fracture',
    )
    expect(sets.diagnosis('T36.0X1', DAY)).toMatchObject({
      header: true,
      children: ['T360X1A', 'T360X1D', 'T360X1S'],
      sevenths: { S: 'sequela' },
    })
    expect(sets.diagnosis('T36.0X1A', DAY)?.parent).toBe('T360X1')
  })

  it('takes titles from the edition of the date, else from the newest that has the code', () => {
    expect(sets.diagnosis('S30.1XXA', '2025-05-01')).toMatchObject({
      valid: true,
      title: 'Contusion of abdominal wall, initial encounter',
      parent: 'S301',
    })
    expect(sets.diagnosis('S30.1XXA', DAY)).toMatchObject({
      valid: false,
      title: 'Contusion of abdominal wall, initial encounter',
    })
    expect(sets.diagnosis('S30.11XA', '2025-05-01')).toMatchObject({
      valid: false,
      billable: true,
      title: 'Contusion of abdominal wall, initial encounter',
    })
  })

  it('is undefined for what was never a code', () => {
    for (const nonsense of ['', 'ZZZ', 'M4302Q', 'M43.02.XXXXX', '?', '0RG10A0'])
      expect(sets.diagnosis(nonsense, DAY)).toBeUndefined()
  })

  it.each([
    ['2022-10-01', 73_639],
    ['2023-10-01', 74_044],
    ['2024-10-01', 74_260],
    ['2025-10-01', 74_719],
    ['2026-04-01', 74_719],
    ['2026-10-01', 74_879],
  ])('on %s has %i billable codes, as published', (date, count) => {
    expect(diagnosisCodes.filter((code) => sets.diagnosis(code, date)?.valid).length).toBe(count)
  })

  it('calls a code either billable or a header, every code of the edition having a title and a place', () => {
    const entries = diagnosisCodes.map((code) => sets.diagnosis(code, DAY))
    expect(entries.filter((entry) => entry?.billable === entry?.header)).toEqual([])
    expect(entries.filter((entry) => entry?.valid && (entry.title === '' || !entry.section || !entry.chapter))).toEqual(
      [],
    )
  })
})

describe('procedure', () => {
  it('reads a procedure code', () => {
    expect(sets.procedure('0rg10a0', DAY)).toMatchObject({
      code: '0RG10A0',
      system: 'icd-10-pcs',
      valid: true,
      billable: true,
    })
    expect(sets.procedure('M4302', DAY)).toBeUndefined()
  })
})

describe('notes', () => {
  it('lists the own notes first, then what parents, section and chapter say', () => {
    const notes = sets.notes('M43.02', DAY)
    expect(notes.find((note) => note.text === 'spondylolisthesis (M43.1)')).toEqual({
      type: 'excludes1',
      text: 'spondylolisthesis (M43.1)',
      at: 'M43.0',
      inherited: true,
      codes: [{ low: codeKey('M431'), high: lastKeyUnder('M431') }],
    })
    expect(new Set(notes.map((note) => note.at))).toEqual(new Set(['M43.0', 'M43', 'CHAPTER 13']))
    expect(sets.notes('M43.0', DAY)[0]).toMatchObject({ at: 'M43.0', inherited: false })
  })
})

describe('an instruction to code first', () => {
  const nearest = (code: string) => sets.codeFirst(code, '2026-04-01')[0]

  it.each([
    ['G99.2', 'G99.2', 'required', true],
    ['D63.1', 'D63.1', 'required', false],
    ['I50.9', 'I50', 'conditional', false],
    ['K31.84', 'K31.84', 'conditional', true],
    ['Z79.811', 'Z79.81', 'conditional', false],
    ['B94.8', 'B90-B94', 'required', true],
    ['J12.82', 'J12.82', 'required', false],
    ['D63.0', 'D63.0', 'required', false],
    ['I42.9', 'I42', 'conditional', false],
    ['G73.1', 'G73.1', 'required', false],
  ])('%s: at %s, %s, open: %s', (code, at, duty, open) => {
    expect(nearest(code)).toMatchObject({ at, duty, open })
  })

  it('names its codes, and never the code that it is read by', () => {
    expect(['N184', 'I129', 'D631'].filter((code) => nearest('D63.1')?.names(code, 'D631'))).toEqual(['N184'])
    expect(nearest('M43.02')).toBeUndefined()
  })
})

describe('an instruction to use an additional code', () => {
  it('is read with its list, a place at a time', () => {
    const [own, ...inherited] = sets.useAdditional('I12.9', DAY)
    expect(own).toMatchObject({ at: 'I12.9' })
    expect(['N184', 'N185', 'N189'].filter((code) => own?.names(code, 'I129'))).toEqual(['N184', 'N189'])
    expect(inherited.map(({ at }) => at)).toEqual(['I10-I1A'])
    expect(['F17210', 'Z87891', 'I129'].filter((code) => inherited[0]?.names(code, 'I129'))).toEqual([
      'F17210',
      'Z87891',
    ])
  })
})

describe('what may be meant', () => {
  it.each([
    ['M43.20', DAY, undefined, []],
    ['M34.02', DAY, 'misspelt', ['M340', 'M4302']],
    ['M43.O2', DAY, 'misspelt', ['M4302']],
    ['M43.02XA', DAY, 'no-seventh', ['M4302']],
    ['S12.8A', DAY, 'placeholder', ['S128XXA']],
    ['S12.8XX', DAY, 'seventh-missing', ['S128XXA', 'S128XXD', 'S128XXS']],
    ['S30.1XXA', DAY, 'successor', ['S3011XA']],
    ['T78.07XD', DAY, 'successor', ['T78070D', 'T78071D', 'T78079D']],
    ['D69.1', '2026-10-01', 'successor', ['D6911', 'D6919']],
    ['I10.0', DAY, 'misspelt', ['I010', 'I10']],
    ['G35.A', '2025-09-30', 'not-yet', ['G35']],
    ['Z55.6', '2023-03-31', 'not-yet', []],
    [
      'S72.001X',
      DAY,
      'seventh-missing',
      [
        'S72001A',
        'S72001B',
        'S72001C',
        'S72001D',
        'S72001E',
        'S72001F',
        'S72001G',
        'S72001H',
        'S72001J',
        'S72001K',
        'S72001M',
        'S72001N',
        'S72001P',
        'S72001Q',
        'S72001R',
        'S72001S',
      ],
    ],
    ['', DAY, undefined, []],
    ['\u{1F600}', DAY, undefined, []],
    ['M'.repeat(500), DAY, undefined, []],
  ])('by %s on %s: %s %j', (raw, date, how, codes) => {
    const found = sets.diagnosis(raw, date)?.valid === true ? undefined : sets.suggest(raw, date)
    expect([found?.how, found?.codes ?? []]).toEqual([how, codes])
  })
})

describe('validity', () => {
  /** Each code's spans, `YYYYMMDD`, from the source. */
  const spansOf = (table: string): Map<string, [from: string, to: string][]> => {
    const rows = readSourceTable<{ code: string; date_start: string; date_end: string }>(table)
    return new Map(
      [...Map.groupBy(rows, (row) => row.code)].map(([code, spans]) => [
        code,
        spans.map((row) => [row.date_start, row.date_end]),
      ]),
    )
  }
  const iso = (day: string): string => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`
  const besides = (day: string, days: number): string =>
    new Date(Date.parse(iso(day)) + days * 86_400_000).toISOString().slice(0, 10)

  it.each([
    ['mce/diagnoses', sets.diagnosis],
    ['icd-10-pcs/codes', sets.procedure],
  ])('of every code of %s begins and ends on its days', (table, find) => {
    const wrong: string[] = []
    for (const [code, spans] of spansOf(table)) {
      const isValid = (date: string): boolean => spans.some(([from, to]) => iso(from) <= date && date <= iso(to))
      for (const date of spans.flatMap(([from, to]) => [besides(from, -1), iso(from), iso(to), besides(to, 1)])) {
        if (find(code, date)?.valid !== isValid(date)) wrong.push(`${code} on ${date}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('excludes1', () => {
  it.each([
    ['M43.02', 'M43.12', 'M43.0', 'spondylolisthesis (M43.1)'],
    ['M43.02', 'Q76.2', 'M43.0', 'congenital spondylolysis (Q76.2)'],
    ['M43.12', 'Q76.2', 'M43.1', undefined],
    ['M54.12', 'M50.121', 'M54.1', 'radiculopathy with cervical disc disorder (M50.1)'],
    ['G99.2', 'M47.12', 'G99.2', 'spondylosis (M47.0-, M47.1-)'],
  ])('forbids %s with %s, either way round', (a, b, at, text) => {
    const found = sets.excludes1(a, b, DAY)
    expect(found?.note).toMatchObject({ type: 'excludes1', at, ...(text && { text }) })
    expect(sets.excludes1(b, a, DAY)).toEqual(found)
  })

  it.each([
    ['M43.02', 'M54.12'],
    ['M43.02', 'G99.2'],
    ['M43.02', 'M43.02'],
    ['M43.02', 'nonsense'],
  ])('allows %s with %s', (a, b) => {
    expect(sets.excludes1(a, b, DAY)).toBeUndefined()
  })

  it('finds a placeholder code by its longest known prefix', () => {
    expect(sets.notes('S12.000Q', DAY).map((note) => note.at)).toContain('S12')
  })

  it('is symmetric, and never holds between a code and itself', () => {
    const code = fc.constantFrom(...diagnosisCodes)
    fc.assert(
      fc.property(code, code, (a, b) => {
        expect(sets.excludes1(a, a, DAY)).toBeUndefined()
        expect(sets.excludes1(a, b, DAY)?.note.text).toEqual(sets.excludes1(b, a, DAY)?.note.text)
      }),
      { seed: 4302, numRuns: 5_000 },
    )
  })
})

describe('an edition', () => {
  const lastDay = (firstDay: string): string => {
    const day = new Date(`${firstDay}T00:00:00Z`)
    while (editionsOn(day.toJSON().slice(0, 10))?.icd10 === editionsOn(firstDay)?.icd10)
      day.setUTCDate(day.getUTCDate() + 1)
    day.setUTCDate(day.getUTCDate() - 1)
    return day.toJSON().slice(0, 10)
  }

  it.each(ICD_10_EDITIONS)('has the same codes on its last day as on its first: %s', (name) => {
    const first = icd10Named(name)?.codesOn ?? ''
    const last = lastDay(first)
    expect(
      diagnosisCodes.filter((code) => sets.diagnosis(code, first)?.valid !== sets.diagnosis(code, last)?.valid),
    ).toEqual([])
    expect(
      procedureCodes.filter((code) => sets.procedure(code, first)?.valid !== sets.procedure(code, last)?.valid),
    ).toEqual([])
  })
})
