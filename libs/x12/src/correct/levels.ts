import type { ClaimOutline, LevelOutline } from './outline.js'
import type { Separators } from './raw-segment.js'

/** The levels that stand above some of a transaction's claims. */
export class Levels {
  private readonly levels: readonly LevelOutline[]
  private readonly parents: readonly number[]
  private readonly isParent: ReadonlySet<number>

  constructor(levels: readonly LevelOutline[], claims: readonly ClaimOutline[], { element }: Separators) {
    const names = levels.map(({ segment }) => segment.text.split(element).map((each) => each.trim()))
    this.levels = levels
    this.parents = names.map(([, , above], at) =>
      names.findLastIndex(([, id], other) => other < at && above !== '' && id === above),
    )
    const needed = new Set(claims.flatMap(({ level }) => this.above(level)))
    this.isParent = new Set([...needed].map((at) => this.parents[at] ?? -1))
  }

  /** A level and those above it, the highest first. */
  above(level: number): number[] {
    const chain: number[] = []
    for (let at = level; at !== -1; at = this.parents[at] ?? -1) chain.unshift(at)
    return chain
  }

  at(level: number): LevelOutline | undefined {
    return this.levels[level]
  }

  parentOf(level: number): number {
    return this.parents[level] ?? -1
  }

  /** HL04: whether levels below it are needed. */
  hasChild(level: number): boolean {
    return this.isParent.has(level)
  }
}
