/** Distinct JSON-able values, numbered in order of first sight. */
export class Interned<T> {
  readonly values: T[] = []
  readonly #numbers = new Map<string, number>()

  constructor(first: T[] = []) {
    for (const value of first) this.numberOf(value)
  }

  numberOf(value: T): number {
    const key = JSON.stringify(value)
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, this.values.length)
    return this.values.push(value) - 1
  }
}
