/** What a person prefers, in this browser: keys, columns, colors. Nothing of a claim is ever kept here. */
export function kept<T>(name: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(`workbench.${name}`)
    return text === null ? otherwise : (JSON.parse(text) as T)
  } catch {
    return otherwise
  }
}

/** A browser may refuse to keep anything; then it is for this page alone. */
export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(`workbench.${name}`, JSON.stringify(value))
  } catch {
    return
  }
}
