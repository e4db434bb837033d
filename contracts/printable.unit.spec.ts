import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { printable } from '@claims-audit/contracts'

describe('what a person is shown', () => {
  it('shows as escapes what a terminal would act upon, and lays out lines and columns', () => {
    expect(printable('a\u001b[2Jb\u009b2Jc\u202ed')).toBe('a\\u001b[2Jb\\u009b2Jc\\u202ed')
    expect(printable('d\u2028e\ufefff\r')).toBe('d\\u2028e\\ufefff\\u000d')
    expect(printable('a\tb\r\nc\n')).toBe('a\tb\r\nc\n')
    expect(printable('é € 😀 שלום')).toBe('é € 😀 שלום')
  })

  it('leaves JSON what it says', () => {
    const text = fc.string({ unit: fc.constantFrom('\\', '"', '\u001b', '\u009b', '\u202e', '\u2028', 'a') })
    const isSame = (held: string): boolean => JSON.parse(printable(JSON.stringify(held))) === held
    fc.assert(fc.property(text, isSame))
  })
})
