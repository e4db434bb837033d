/** A set of severities, as bits. */
export const NCC = 0b001
export const CC = 0b010
export const MCC = 0b100
export const ANY_SEVERITY = 0b111

/** One condition of an alternative: some of these atoms hold; negated, none of them does. */
export interface Literal {
  atoms: string[]
  negated: boolean
}

/** Severities that the claim may have (a set of bits), and literals that must all be met. */
export interface Alternative {
  severities: number
  literals: Literal[]
}

/**
 * Compiles a formula (`& | ~ ( )` over atoms such as `MCC`, `PDX:mouthlip`, `cervfuse`) to its alternatives: it is true
 * when one of them is. Nearly every formula of the MS-DRGs comes down to one alternative of a few literals. Throws a
 * SyntaxError when it is malformed.
 */
export function compileFormula(formula: string): Alternative[] {
  return alternatives(parseFormula(formula), false)
}

type Node = { atom: string } | { not: Node } | { and: Node[] } | { or: Node[] }

function parseFormula(formula: string): Node {
  const tokens = formula.match(/[&|~()]|[^&|~()\s]+/g) ?? []
  let next = 0

  function disjunction(): Node {
    const parts = [conjunction()]
    for (; tokens[next] === '|'; parts.push(conjunction())) next++
    return parts.length === 1 ? (parts[0] as Node) : { or: parts }
  }

  function conjunction(): Node {
    const parts = [factor()]
    for (; tokens[next] === '&'; parts.push(factor())) next++
    return parts.length === 1 ? (parts[0] as Node) : { and: parts }
  }

  function factor(): Node {
    const token = tokens[next++]
    if (token === '~') return { not: factor() }
    if (token === undefined || /[&|)]/.test(token)) throw new SyntaxError(`an operand is missing in ${formula}`)
    if (token !== '(') return { atom: token }
    const inner = disjunction()
    if (tokens[next++] !== ')') throw new SyntaxError(`unclosed parenthesis in ${formula}`)
    return inner
  }

  const parsed = disjunction()
  if (next < tokens.length) throw new SyntaxError(`unexpected ${tokens[next]} in ${formula}`)
  return parsed
}

function alternatives(node: Node, negated: boolean): Alternative[] {
  if ('atom' in node) return [ofAtom(node.atom, negated)]
  if ('not' in node) return alternatives(node.not, !negated)
  // De Morgan: not (a and b) is (not a) or (not b).
  if ('and' in node !== negated) return everyOf(partsOf(node).map((part) => alternatives(part, negated)))
  return someOf(partsOf(node).flatMap((part) => alternatives(part, negated)))
}

const partsOf = (node: { and: Node[] } | { or: Node[] }): Node[] => ('and' in node ? node.and : node.or)

function ofAtom(atom: string, negated: boolean): Alternative {
  const severity = atom === 'MCC' ? MCC : atom === 'CC' ? CC : undefined
  if (severity === undefined) return { severities: ANY_SEVERITY, literals: [{ atoms: [atom], negated }] }
  return { severities: negated ? ANY_SEVERITY & ~severity : severity, literals: [] }
}

/**
 * All of the parts at once: each way to meet one with each way to meet the others. A way that leaves no severity does
 * not count.
 */
function everyOf(parts: Alternative[][]): Alternative[] {
  const both = (a: Alternative, b: Alternative): Alternative => ({
    severities: a.severities & b.severities,
    literals: [...a.literals, ...b.literals],
  })
  const combined = parts.reduce((ways, part) => ways.flatMap((way) => part.map((other) => both(way, other))))
  return combined.filter((way) => way.severities !== 0)
}

/**
 * One of the ways is enough. Those that ask for a single atom become one literal, those that ask for severity alone one
 * set.
 */
function someOf(ways: Alternative[]): Alternative[] {
  const isAtom = ({ severities, literals }: Alternative): boolean =>
    severities === ANY_SEVERITY && literals.length === 1 && literals[0]?.negated === false
  const isSeverity = ({ literals }: Alternative): boolean => literals.length === 0
  const atoms = ways.filter(isAtom).flatMap((way) => way.literals.flatMap((literal) => literal.atoms))
  const severities = ways.filter(isSeverity).reduce((set, way) => set | way.severities, 0)
  return [
    ...(atoms.length > 0
      ? [{ severities: ANY_SEVERITY, literals: [{ atoms: [...new Set(atoms)], negated: false }] }]
      : []),
    ...(severities === 0 ? [] : [{ severities, literals: [] }]),
    ...ways.filter((way) => !isAtom(way) && !isSeverity(way)),
  ]
}
