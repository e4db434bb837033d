import type { codePage } from '@claims-audit/code-pages'

type Page = ReturnType<typeof codePage>

/**
 * A page takes some tenth of a second to make: it groups the code with each kind of procedure. People look at the same
 * ones.
 */
const KEPT = 500

/** Pages that were asked for lately. */
export class CodePages {
  private readonly kept = new Map<string, Page>()

  constructor(private readonly make: (code: string, date: string) => Page) {}

  /** Undefined where no edition is loaded for the date. */
  of(code: string, date: string): Page | undefined {
    const key = `${code.toUpperCase()} ${date}`
    const known = this.kept.get(key) ?? this.made(code, date)
    if (known === undefined) return undefined
    // The one that was asked for longest ago goes first.
    this.kept.delete(key)
    this.kept.set(key, known)
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value as string)
    return known
  }

  private made(code: string, date: string): Page | undefined {
    try {
      return this.make(code, date)
    } catch (error) {
      if (error instanceof RangeError) return undefined
      throw error
    }
  }
}
