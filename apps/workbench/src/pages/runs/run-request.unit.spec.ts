import { describe, expect, it } from '@jest/globals'
import { EMPTY_FORM, requestOf } from './run-request.ts'

describe('a run that is asked for', () => {
  it('is of all that the archive has, where nothing is typed', () =>
    expect(requestOf(EMPTY_FORM)).toEqual({ source: { kind: 'archive' } }))

  it('has what is typed, without blanks around it', () =>
    expect(requestOf({ ...EMPTY_FORM, source: 'topic', facility: ' F1 ', msDrg: '43.0', note: ' ' })).toEqual({
      source: { kind: 'topic' },
      only: { facility: 'F1' },
      editions: { msDrg: '43.0' },
    }))
})
