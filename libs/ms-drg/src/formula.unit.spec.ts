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

const tree = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(...NAMES),
    fc.tuple(tie('node'), fc.constantFrom('&', '|'), tie('node')).map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    tie('node').map((inner) => `~${inner}`),
  ),
})).node

describe('a formula', () => {
  it('means what it says', () => {
    fc.assert(
      fc.property(tree, fc.subarray(NAMES), (formula, present) => {
        const truth = formula.replaceAll('~', '!').replace(/[a-d]/g, (name) => String(present.includes(name)))
        expect(evaluate(formula, present)).toBe(Boolean(new Function(`return ${truth}`)()))
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
