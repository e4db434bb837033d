import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { encodeCodeDictionary, openCodeDictionary } from './code-dictionary.js'

const code = fc.stringMatching(/^[0-9A-Z]{1,7}$/)

describe('the code dictionary', () => {
  it('numbers every code it was made of in ascending order, and knows no other', () => {
    fc.assert(
      fc.property(fc.uniqueArray(code), fc.uniqueArray(code), (diagnoses, procedures) => {
        const codes = openCodeDictionary(encodeCodeDictionary({ diagnoses: [...diagnoses, ...diagnoses], procedures }))
        expect([...diagnoses].sort().map(codes.diagnosis)).toEqual(diagnoses.map((_, i) => i))
        expect(diagnoses.map((known) => codes.diagnosisCode(codes.diagnosis(known)))).toEqual(diagnoses)
        expect(procedures.map((known) => codes.procedureCode(codes.procedure(known)))).toEqual(procedures)
        expect(procedures.map(codes.diagnosis)).toEqual(procedures.map((other) => [...diagnoses].sort().indexOf(other)))
      }),
    )
  })

  it('reads a code however it is written, and is -1 for what is not a code', () => {
    const codes = openCodeDictionary(encodeCodeDictionary({ diagnoses: ['M4302'], procedures: [] }))
    expect([' m43.02', 'M4302', 'M430', '', '?', 'M43.02.XXXX.X', '💉'].map(codes.diagnosis)).toEqual([
      0, 0, -1, -1, -1, -1, -1,
    ])
    expect(codes.procedure('M4302')).toBe(-1)
  })
})
