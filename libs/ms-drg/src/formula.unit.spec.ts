import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { compileFormula, holds } from './formula.js'

const NAMES = ['a', 'b', 'c', 'd']
const MDC = 8

/** Evaluates a formula for which of a, b, c, d the claim shows. */
function evaluate(formula: string, present: string[]): boolean {
  const state = Int32Array.from(NAMES, (name) => (present.includes(name) ? 0 : -1))
  return holds(Int16Array.from(compileFormula(formula, (atom) => NAMES.indexOf(atom))), state, MDC)
}

/** A random formula beside its meaning. */
interface Meaning {
  text: string
  truth: (present: string[]) => boolean
}

function both(a: Meaning, b: Meaning): Meaning {
  return { text: `(${a.text} & ${b.text})`, truth: (present) => a.truth(present) && b.truth(present) }
}

function either(a: Meaning, b: Meaning): Meaning {
  return { text: `(${a.text} | ${b.text})`, truth: (present) => a.truth(present) || b.truth(present) }
}

const formula = fc.letrec<{ node: Meaning }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(...NAMES).map((name) => ({ text: name, truth: (present: string[]) => present.includes(name) })),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => both(a, b)),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => either(a, b)),
    tie('node').map((a) => ({ text: `~${a.text}`, truth: (present: string[]) => !a.truth(present) })),
  ),
})).node

describe('a formula', () => {
  it('means what it says', () => {
    fc.assert(
      fc.property(formula, fc.subarray(NAMES), ({ text, truth }, present) => {
        expect(evaluate(text, present)).toBe(truth(present))
      }),
    )
  })

  it('binds & tighter than |', () => {
    expect([evaluate('a | b & c', ['a']), evaluate('a & b | c', ['c']), evaluate('~a & b', ['b'])]).toEqual([true, true, true])
  })

  it('does not see a signal in an MDC where it is suppressed', () => {
    const steps = Int16Array.from(compileFormula('a', () => 0))
    const state = Int32Array.of(1 << MDC)
    expect([holds(steps, state, MDC), holds(steps, state, 29)]).toEqual([false, true])
  })

  it.each(['', 'a &', '(a', 'a b', '& a', 'a)'])('refuses "%s"', (formula) => {
    expect(() => compileFormula(formula, () => 0)).toThrow(SyntaxError)
  })
})
