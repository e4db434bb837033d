/** Claims ask of the same few thousand codes again and again; what strangers make up must not fill the memory. */
const LIMIT = 50_000

/** `of`, worked out once for each key; past the limit all is forgotten, and begins again. */
export function remembered<T>(of: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>()
  return (key) => {
    const held = known.get(key)
    if (held !== undefined || known.has(key)) return held as T
    if (known.size === LIMIT) known.clear()
    const found = of(key)
    known.set(key, found)
    return found
  }
}
