/** One step of a compiled formula: a signal to look up (0 or more), or one of the operators below. */
export const AND = -1
export const OR = -2
export const NOT = -3

/**
 * Compiles a formula (`& | ~ ( )` over atoms such as `MCC`, `PDX:mouthlip`, `cervfuse`) to postfix steps.
 * `signalOf` numbers the atoms. Throws a SyntaxError when the formula is malformed.
 */
export function compileFormula(formula: string, signalOf: (atom: string) => number): number[] {
  const tokens = formula.match(/[&|~()]|[^&|~()\s]+/g) ?? []
  const steps: number[] = []
  let next = 0

  function disjunction(): void {
    conjunction()
    while (tokens[next] === '|') {
      next++
      conjunction()
      steps.push(OR)
    }
  }

  function conjunction(): void {
    factor()
    while (tokens[next] === '&') {
      next++
      factor()
      steps.push(AND)
    }
  }

  function factor(): void {
    const token = tokens[next++]
    if (token === '(') {
      disjunction()
      if (tokens[next++] !== ')') throw new SyntaxError(`unclosed parenthesis in ${formula}`)
    } else if (token === '~') {
      factor()
      steps.push(NOT)
    } else if (token === undefined || /[&|)]/.test(token)) {
      throw new SyntaxError(`an operand is missing in ${formula}`)
    } else {
      steps.push(signalOf(token))
    }
  }

  disjunction()
  if (next < tokens.length) throw new SyntaxError(`unexpected ${tokens[next]} in ${formula}`)
  return steps
}

/**
 * Is the formula true within `mdc`? A signal's state is the set of MDCs (bits) in which it does not hold: all ones
 * when the claim lacks it, zero when it has it everywhere. The operands' truths are the bits of one integer.
 */
export function holds(steps: Int16Array, state: Int32Array, mdc: number): boolean {
  let stack = 0
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i] as number
    if (step >= 0) stack = (stack << 1) | (~((state[step] as number) >>> mdc) & 1)
    else if (step === NOT) stack ^= 1
    else if (step === AND) stack = (stack >> 1) & (stack | ~1)
    else stack = (stack >> 1) | (stack & 1)
  }
  return (stack & 1) === 1
}
