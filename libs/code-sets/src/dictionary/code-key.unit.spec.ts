import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { codeKey, keyCode, lastKeyUnder } from './code-key.js'
import { dotted, normalizeCode } from '@claims-audit/contracts'

const code = fc.stringMatching(/^[0-9A-Z]{1,7}$/)

describe('codeKey', () => {
  it('loses nothing and sorts as the codes do', () => {
    fc.assert(
      fc.property(code, code, (a, b) => {
        expect(keyCode(codeKey(a))).toBe(a)
        expect(Math.sign(codeKey(a) - codeKey(b))).toBe(a < b ? -1 : Number(a > b))
        const within = codeKey(a) <= codeKey(b) && codeKey(b) <= lastKeyUnder(a)
        expect(within).toBe(b.startsWith(a))
      }),
    )
  })

  it.each(['', '.', 'ABCDEFGH', 'É', 'M43-02', 'M43.02XXXX'])('is -1 for "%s"', (text) => {
    expect(codeKey(text)).toBe(-1)
  })

  it('reads a code however it is written', () => {
    for (const written of ['M43.02', 'm4302', ' M43.02\t']) expect(codeKey(written)).toBe(codeKey('M4302'))
  })
})

describe('code text', () => {
  it('normalizes and dots', () => {
    expect(normalizeCode(' m43.0 2')).toBe('M4302')
    expect([dotted('M4302'), dotted('M43')]).toEqual(['M43.02', 'M43'])
  })
})
