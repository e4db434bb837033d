import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { CC, MCC, NCC, compileFormula } from './formula.js'

interface Situation {
  severity: number
  present: Set<string>
}

function holds(formula: string, { severity, present }: Situation): boolean {
  return compileFormula(formula).some(
    (way) =>
      (way.severities & severity) !== 0 &&
      way.literals.every(({ atoms, negated }) => atoms.some((atom) => present.has(atom)) !== negated),
  )
}

/** A formula as text and as what it means, built side by side. */
interface Written {
  text: string
  means: (situation: Situation) => boolean
}

const SEVERITIES: Record<string, number> = { CC, MCC }
const atom = fc.constantFrom('MCC', 'CC', 'PDX:a', 'SDX:b', 'c', 'd').map((text): Written => ({
  text,
  means: ({ severity, present }) => (text in SEVERITIES ? severity === SEVERITIES[text] : present.has(text)),
}))
const { formula } = fc.letrec<{ formula: Written }>((tie) => ({
  formula: fc.oneof(
    { depthSize: 'small' },
    atom,
    tie('formula').map(({ text, means }): Written => ({ text: `~(${text})`, means: (situation) => !means(situation) })),
    fc
      .tuple(tie('formula'), tie('formula'))
      .map(([a, b]): Written => ({ text: `(${a.text}) & (${b.text})`, means: (s) => a.means(s) && b.means(s) })),
    fc
      .tuple(tie('formula'), tie('formula'))
      .map(([a, b]): Written => ({ text: `(${a.text} | ${b.text})`, means: (s) => a.means(s) || b.means(s) })),
  ),
}))
const situation = fc.record({
  severity: fc.constantFrom(NCC, CC, MCC),
  present: fc.subarray(['PDX:a', 'SDX:b', 'c', 'd']).map((names) => new Set(names)),
})

describe('compileFormula', () => {
  it('keeps the meaning of any formula', () => {
    fc.assert(
      fc.property(formula, situation, (written, given) =>
        expect(holds(written.text, given)).toBe(written.means(given)),
      ),
    )
  })

  it('binds & before |, and ~ before both', () => {
    const having = (...names: string[]): Situation => ({ severity: NCC, present: new Set(names) })
    expect(holds('a | b & c', having('a'))).toBe(true)
    expect(holds('(a | b) & c', having('a'))).toBe(false)
    expect(holds('~a & b', having('b'))).toBe(true)
  })

  it('makes one literal of a choice between atoms', () => {
    expect(compileFormula('(cervfuse | PDX:back) & (MCC | CC)')).toEqual([
      { severities: MCC | CC, literals: [{ atoms: ['cervfuse', 'PDX:back'], negated: false }] },
    ])
  })

  it.each(['', 'a &', '(a', 'a b', ')', 'a | | b'])('is a SyntaxError for "%s"', (malformed) => {
    expect(() => compileFormula(malformed)).toThrow(SyntaxError)
  })
})
