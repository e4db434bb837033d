/** What is inside a list, else the value itself. */
type Item<T> = NonNullable<T> extends readonly (infer Each)[] ? Each : NonNullable<T>

/** Which keys of each object were asked for; what was not is told at the end. */
export type Asked = Map<object, Set<string>>

/**
 * An element of a resource, by the official types, of a document that may hold anything. What is missing, or of another
 * kind than the types say, reads as nothing there. It knows where it is, as a JSON pointer.
 */
export class Element<T> {
  constructor(
    private readonly value: unknown,
    readonly pointer: string,
    private readonly asked: Asked,
  ) {}

  get isThere(): boolean {
    return this.value !== undefined && this.value !== null
  }

  /** The object that it is, for who resolves references. */
  get object(): object | undefined {
    return isObject(this.value) ? this.value : undefined
  }

  get<K extends keyof T & string>(name: K): Element<Item<T[K]>> {
    return new Element(this.#child(name), `${this.pointer}/${name}`, this.asked)
  }

  /** Each item of a list; a single value is a list of one, as older releases had it. */
  each<K extends keyof T & string>(name: K): Element<Item<T[K]>>[] {
    const child = this.#child(name)
    const pointer = `${this.pointer}/${name}`
    if (Array.isArray(child)) return child.map((item, at) => new Element(item, `${pointer}/${at}`, this.asked))
    return child === undefined || child === null ? [] : [new Element(child, pointer, this.asked)]
  }

  text<K extends keyof T & string>(name: K): string | undefined {
    const child = this.#child(name)
    return typeof child === 'string' && child.trim() !== '' ? child.trim() : undefined
  }

  number<K extends keyof T & string>(name: K): number | undefined {
    const child = this.#child(name)
    return typeof child === 'number' && Number.isFinite(child) ? child : undefined
  }

  /** Another element at the same place: a reference that is written in another form. */
  as<Other>(value: Other): Element<Other> {
    return new Element<Other>(value, this.pointer, this.asked)
  }

  /** Whether a true stands there. */
  says<K extends keyof T & string>(name: K): boolean {
    return this.#child(name) === true
  }

  #child(name: string): unknown {
    if (!isObject(this.value)) return undefined
    const asked = this.asked.get(this.value) ?? new Set<string>()
    this.asked.set(this.value, asked.add(name))
    return Object.hasOwn(this.value, name) ? (this.value as Record<string, unknown>)[name] : undefined
  }
}

export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
