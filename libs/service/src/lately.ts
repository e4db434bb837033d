/** Asks again only after a while, however often the answer is wanted; at once after a failure. */
export function lately<T>(everyMs: number, ask: () => Promise<T>): () => Promise<T> {
  let [askedAt, answer]: [number, Promise<T> | undefined] = [-Infinity, undefined]
  return () => {
    if (answer !== undefined && performance.now() - askedAt < everyMs) return answer
    askedAt = performance.now()
    const asked = ask()
    asked.catch(() => (answer = undefined))
    return (answer = asked)
  }
}
