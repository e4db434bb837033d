import { describe, expect, it } from '@jest/globals'
import { openCodeSets } from '@claims-audit/reference'
import fc from 'fast-check'
import type { EditInput } from './medicare-code-editor.js'

const { editor } = openCodeSets()

/** A woman of 64, home after five days, on a day when every edit was in force. */
function stay(change: Partial<EditInput> = {}): EditInput {
  return {
    date: '2023-01-09',
    diagnoses: ['M43.02'],
    procedures: [],
    ageInYears: 64,
    sex: 'F',
    dischargeStatus: '01',
    lengthOfStay: 5,
    ...change,
  }
}

/**
 * Edits by name, each with the places of the codes that fail it: `d0` the principal, `p1` the second procedure,
 * `claim`.
 */
function edits(change: Partial<EditInput>): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const { name, diagnosis, procedure } of editor.edit(editor.read(stay(change)))) {
    const place = diagnosis !== undefined ? `d${diagnosis}` : procedure !== undefined ? `p${procedure}` : 'claim'
    found[name] = [...(found[name] ?? []), place]
  }
  return found
}

describe('the Medicare Code Editor', () => {
  it('has nothing against a plain stay', () => {
    expect(edits({})).toEqual({})
    expect(edits({ diagnoses: ['m43.02', ' i10 ', ''], procedures: [''] })).toEqual({})
  })

  it.each<[string, Partial<EditInput>, Record<string, string[]>]>([
    [
      'codes that do not exist, or not on the day',
      { diagnoses: ['M43.02', 'ZZZ', 'M43.0'], procedures: ['0RG1', '0RG10A0'] },
      { INVALID_CODE: ['d1', 'd2', 'p0'] },
    ],
    ['an empty principal', { diagnoses: ['', 'I10'] }, { INVALID_CODE: ['d0'] }],
    ['no diagnosis', { diagnoses: [] }, { INVALID_CODE: ['claim'] }],
    [
      'the principal again, valid or not',
      { diagnoses: ['ZZZ', 'zzz'] },
      { INVALID_CODE: ['d0', 'd1'], DUPLICATE_OF_PDX: ['d1'] },
    ],
    ['an external cause as principal', { diagnoses: ['V00.01XA'] }, { E_CODE_AS_PDX: ['d0'] }],
    ['a manifestation as principal', { diagnoses: ['D63.0'] }, { MANIFESTATION_AS_PDX: ['d0'] }],
    ['a principal that cannot be one', { diagnoses: ['B95.0'] }, { UNACCEPTABLE_PDX: ['d0'] }],
    ['one that asks for a secondary, alone', { diagnoses: ['Z51.89'] }, { REQUIRES_SDX: ['d0'] }],
    ['and accompanied', { diagnoses: ['Z51.89', 'I10'] }, {}],
    ['a questionable admission', { diagnoses: ['E11.9'] }, { QUESTIONABLE_ADMISSION: ['d0'] }],
    ['and the same as a secondary', { diagnoses: ['M43.02', 'E11.9'] }, {}],
    ['an unspecified side', { diagnoses: ['M43.02', 'G81.00'] }, { UNSPECIFIED: ['d1'] }],
    ['a wrong procedure performed', { diagnoses: ['M43.02', 'Y65.51'] }, { WRONG_PROCEDURE_PERFORMED: ['d1'] }],
    ['a newborn’s diagnosis', { diagnoses: ['M43.02', 'A33'] }, { AGE_CONFLICT: ['d1'] }],
    ['an adult’s diagnosis at 14', { diagnoses: ['A18.14'], sex: 'M', ageInYears: 14 }, { AGE_CONFLICT: ['d0'] }],
    ['at 15', { diagnoses: ['A18.14'], sex: 'M', ageInYears: 15 }, {}],
    ['maternity at 65', { diagnoses: ['O80', 'Z37.0'], ageInYears: 65 }, { AGE_CONFLICT: ['d0', 'd1'] }],
    ['maternity at 9', { diagnoses: ['O80', 'Z37.0'], ageInYears: 9 }, {}],
    ['a man’s diagnosis', { diagnoses: ['A18.14'] }, { SEX_CONFLICT: ['d0'] }],
    ['a woman’s procedure', { sex: 'M', procedures: ['04LE0CT'] }, { SEX_CONFLICT: ['p0'] }],
    [
      'either, when the sex is not known',
      { sex: 'U', diagnoses: ['A18.14', 'A18.16'] },
      { SEX_CONFLICT: ['d0', 'd1'], INVALID_SEX: ['claim'] },
    ],
    ['no sex is asked for since FY2025', { date: '2024-10-01', sex: 'U', diagnoses: ['A18.14', 'A18.16'] }, {}],
    ['a procedure that is not covered', { procedures: ['00F3XZZ'] }, { NON_COVERED: ['p0'] }],
    ['one of limited coverage', { procedures: ['02YA0Z0'] }, { LIMITED_COVERAGE: ['p0'] }],
    [
      'stem cells for what they are not covered for',
      { diagnoses: ['C91.00'], procedures: ['30233AZ'] },
      { NON_COVERED: ['p0'] },
    ],
    ['and for another thing', { procedures: ['30233AZ'] }, {}],
    ['sterilization', { diagnoses: ['Z30.2'], procedures: ['0U570ZZ'] }, { NON_COVERED: ['p0'] }],
    ['a lumbar disc at 61', { ageInYears: 61, procedures: ['0SR20JZ'] }, { NON_COVERED: ['p0'] }],
    ['at 60', { ageInYears: 60, procedures: ['0SR20JZ'] }, {}],
    ['a pancreas alone', { procedures: ['0FYG0Z0'] }, { NON_COVERED: ['p0'] }],
    ['for type 1 diabetes', { diagnoses: ['E10.10'], procedures: ['0FYG0Z0'] }, { LIMITED_COVERAGE: ['p0'] }],
    ['with a kidney', { procedures: ['0FYG0Z0', '0TY00Z0'] }, { LIMITED_COVERAGE: ['p0', 'p1'] }],
    [
      'a delivery without its outcome',
      { ageInYears: 30, procedures: ['10D07Z3'] },
      { QUESTIONABLE_OBSTETRIC_ADMISSION: ['p0'] },
    ],
    ['with it', { ageInYears: 30, diagnoses: ['O80', 'Z37.0'], procedures: ['10D07Z3'] }, {}],
    [
      'four days of ventilation over 96 hours',
      { procedures: ['5A1955Z'], lengthOfStay: 4 },
      { INCONSISTENT_WITH_LENGTH_OF_STAY: ['p0'] },
    ],
    ['five days', { procedures: ['5A1955Z'] }, {}],
    ['an invalid admitting diagnosis', { admitting: 'ZZZ' }, { INVALID_ADMIT_DX: ['claim'] }],
    ['an age beyond 124', { ageInYears: 125 }, { INVALID_AGE: ['claim'] }],
    ['an age that is not known', { ageInYears: undefined }, { INVALID_AGE: ['claim'] }],
    ['an invalid discharge status', { dischargeStatus: '99' }, { INVALID_DISCHARGE_STATUS: ['claim'] }],
    ['one that was valid once', { dischargeStatus: '71' }, { INVALID_DISCHARGE_STATUS: ['claim'] }],
  ])('%s', (_, change, expected) => {
    expect(edits(change)).toEqual(expected)
  })

  it('never throws for what a claim holds, and names only codes that are there', () => {
    const code = fc.oneof(fc.string(), fc.constantFrom('M43.02', 'A18.14', '0FYG0Z0', '💉', 'x'.repeat(500)))
    const input = fc.record({
      date: fc.constantFrom('2022-10-01', '2024-09-30', '2026-10-01', '1999-01-01'),
      diagnoses: fc.array(code, { maxLength: 300 }),
      procedures: fc.array(code),
      admitting: code,
      ageInYears: fc.oneof(fc.integer(), fc.constantFrom(undefined, Number.NaN)),
      sex: fc.string(),
      dischargeStatus: fc.string(),
      lengthOfStay: fc.oneof(fc.integer(), fc.constant(undefined)),
    })
    fc.assert(
      fc.property(input, (given) => {
        for (const { diagnosis = 0, procedure = 0 } of editor.edit(editor.read(given))) {
          expect(diagnosis).toBeLessThan(Math.max(1, given.diagnoses.length))
          expect(procedure).toBeLessThan(Math.max(1, given.procedures.length))
        }
      }),
    )
  })
})
