import { Interned, endsOf, type Column } from '@claims-audit/code-sets'
import { compileFormula, type Alternative, type Literal } from './formula.js'
import { NAMESPACES } from '../tables.js'

/**
 * Numbers the signals that formulas ask for, namespace by namespace, and makes the lists of signals that a code raises
 * in each. All formulas are compiled before the first list is asked for.
 */
export class SignalLists {
  readonly #signals = Array.from({ length: NAMESPACES }, () => new Interned<string[]>())
  readonly #asked: Set<string>
  readonly #lists = new Interned<number[]>([[]])
  #signalsOf: Map<string, number[]>[] | undefined

  /** `names`: attributes that something else than a formula asks for. */
  constructor(names: string[]) {
    this.#asked = new Set(names)
  }

  /** A row's alternatives as `rules` holds them (tables.ts). */
  compile(namespace: number, formula: string, row: number): number[] {
    return compileFormula(formula).flatMap((way) => this.#encode(namespace, way, row))
  }

  #encode(namespace: number, { severities, literals }: Alternative, row: number): number[] {
    const numbers = literals.map((literal) => this.#literal(namespace, literal))
    return [row, severities, numbers.length, ...numbers]
  }

  #literal(namespace: number, { atoms, negated }: Literal): number {
    const names = atoms.map((atom) => atom.replace(/^ANY:/, ''))
    for (const name of names) this.#asked.add(name.replace(/^[PS]DX:/, ''))
    const signal = (this.#signals[namespace] as Interned<string[]>).numberOf(names.sort())
    return negated ? ~signal : signal
  }

  /** By namespace: the attributes that each signal stands for. */
  get signals(): string[][][] {
    return this.#signals.map((interned) => interned.values)
  }

  /** Those of the attributes that some formula or suppression list asks for; the others cannot matter. */
  asked(attributes: string[]): string[] {
    return attributes.filter((name) => this.#asked.has(name))
  }

  /** The number of the list of signals that these names raise, for every namespace. */
  of(names: string[]): number[] {
    this.#signalsOf ??= this.signals.map(byName)
    return this.#signalsOf.map((signalsOf) => {
      const raised = names.flatMap((name) => signalsOf.get(name) ?? [])
      return this.#lists.numberOf([...new Set(raised)].sort((a, b) => a - b))
    })
  }

  columns(): Record<string, Column> {
    const lists = this.#lists.values
    if (lists.length > 0xffff) throw new RangeError('more signal lists than a column can number')
    return { 'list.ends': endsOf(lists), 'list.signals': Uint16Array.from(lists.flat()) }
  }
}

function byName(signals: string[][]): Map<string, number[]> {
  const numbers = new Map<string, number[]>()
  signals.forEach((names, signal) => {
    for (const name of names) numbers.set(name, [...(numbers.get(name) ?? []), signal])
  })
  return numbers
}
