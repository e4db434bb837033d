import type { Dice } from './dice.ts'

/** How often a claim takes every branch of an "or" instead of one. */
const EVERY_BRANCH = 0.15

/**
 * Atoms (`PDX:hiv`, `d468`, `MCC`) that make a formula true together, were nothing else on the claim: all sides of an
 * "and", one branch of an "or" or sometimes all, nothing for a "not". A SyntaxError for text that is not a formula.
 */
export function wantedAtoms(formula: string, dice: Dice): string[] {
  const tokens = formula.match(/[()&|~]|[^()&|~\s]+/g) ?? []
  let at = 0

  function either(): string[] {
    const branches = [both()]
    while (tokens[at] === '|') {
      at += 1
      branches.push(both())
    }
    return branches.length > 1 && dice.chance(EVERY_BRANCH) ? branches.flat() : dice.pick(branches)
  }

  function both(): string[] {
    const sides = term()
    while (tokens[at] === '&') {
      at += 1
      sides.push(...term())
    }
    return sides
  }

  function term(): string[] {
    const token = tokens[at++]
    if (token === undefined || /^[&|)]$/.test(token)) throw new SyntaxError(`not a formula: ${formula}`)
    if (token === '~') {
      term()
      return []
    }
    if (token !== '(') return [token]
    const inner = either()
    if (tokens[at++] !== ')') throw new SyntaxError(`not a formula: ${formula}`)
    return [...inner]
  }

  const wanted = either()
  if (at < tokens.length) throw new SyntaxError(`not a formula: ${formula}`)
  return wanted
}
