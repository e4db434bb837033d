import { describe, expect, it } from '@jest/globals'
import type { GrouperRows } from '@claims-audit/ms-drg'
import { codesValidIn, newestVersion } from './grouper-source.js'

describe('the source rows', () => {
  it('end with the newest version that formulas hold in', () => {
    const formulas = [{ version_end: '431' }, { version_end: '430' }]
    expect(newestVersion({ formulas } as GrouperRows)).toBe('43.1')
  })

  it('are of codes that are valid on the first day of a version', () => {
    const { diagnoses, procedures } = codesValidIn('43.1')
    expect([diagnoses?.size, procedures?.has('0RG10A0')]).toEqual([74719, true])
    expect(codesValidIn('99.0')).toEqual({})
  })
})
