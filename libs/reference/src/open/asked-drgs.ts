import { drgsOf, listed, type ComparedManual, type FormulaSource } from '../import/comparison.js'

/**
 * DRGs whose formulas count procedures or sites (447, 461), say a list by what is not on it (736, 380), or ask for what
 * the manual says in words (977: any HIV related condition; 794: the tables have Q81 there, which 43.0 no longer
 * prints).
 */
export const UNLIKE = {
  diagnoses: new Set([176, 380, 381, 382, 736, 737, 738, 739, 740, 741, 794, 934, 977]),
  procedures: new Set([4, 24, 125, 276, 277, 411, 412, 413, 447, 448, 451, 461, 462, 470, 519, 520, 933]),
}

export function comparableDrgs(manual: ComparedManual, unlike: ReadonlySet<number>): Set<number> {
  return new Set(manual.drg.map(({ drg }) => Number(drg)).filter((drg) => !unlike.has(drg)))
}

/** Beyond it the tables have MDCs of their own, which the manual does not print. */
const LAST_MDC = 25

/**
 * The DRGs whose formulas ask for attributes: one that must be the principal's only in the MDC it leads to, before an
 * MDC, or for trauma and HIV.
 */
export class AskedDrgs {
  readonly #drgs: ReadonlySet<number>
  readonly #asking = new Map<string, { mdc: number; drg: number; ofPrincipal: boolean }[]>()
  readonly #known = new Map<string, string>()

  constructor(formulas: FormulaSource['formulas'], drgs: ReadonlySet<number>) {
    this.#drgs = drgs
    for (const { mdc, drg, formula } of formulas) {
      if (Number(mdc) > LAST_MDC || !drgs.has(Number(drg))) continue
      for (const [, not, prefix, name] of formula.matchAll(/(~?)\s*(?:(PDX|SDX|ANY|ONLY):)?([^&|~()\s]+)/g)) {
        if (not === '')
          this.#asking.set(name as string, [
            ...(this.#asking.get(name as string) ?? []),
            { mdc: Number(mdc), drg: Number(drg), ofPrincipal: prefix === 'PDX' },
          ])
      }
    }
  }

  by(attributes: readonly string[], mdcs: number[]): string {
    const key = [...mdcs, '', ...attributes].join(' ')
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const asking = attributes
      .flatMap((name) => this.#asking.get(name) ?? [])
      .filter(({ mdc, ofPrincipal }) => !ofPrincipal || [0, 24, 25, ...mdcs].includes(mdc))
    const drgs = listed(new Set(asking.map(({ mdc, drg }) => `${mdc}:${drg}`)))
    this.#known.set(key, drgs)
    return drgs
  }

  printed(rows: readonly { mdc: string; drgs: string }[]): string {
    const key = rows.map(({ mdc, drgs }) => `${mdc} ${drgs}`).join()
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const drgs = listed(
      new Set(
        rows.flatMap((row) =>
          drgsOf(row.drgs)
            .filter((drg) => this.#drgs.has(drg))
            .map((drg) => `${row.mdc === 'Pre' ? 0 : Number(row.mdc)}:${drg}`),
        ),
      ),
    )
    this.#known.set(key, drgs)
    return drgs
  }
}
