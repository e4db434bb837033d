import { seeded } from '../protocol/claims.ts'

/** Chance with a seed: the same seed, the same throws. */
export interface Dice {
  /** Whether something of this probability (0 to 1) happens. */
  chance(probability: number): boolean
  /** A whole number from `least` to `most`, both included, each as likely. */
  between(least: number, most: number): number
  /**
   * A whole number from 0 to `most`; the higher `skew`, the more of them are small. The mean is about most / (skew +
   * 1).
   */
  few(most: number, skew: number): number
  /** One of the items; a RangeError without any. */
  pick<T>(items: readonly T[]): T
  /** One of the keys, by its weight. */
  weighed<K extends string>(weights: Readonly<Record<K, number>>): K
  shuffled<T>(items: readonly T[]): T[]
}

export function diceOf(seed: number): Dice {
  const random = seeded(seed)
  const between = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1))
  return {
    chance: (probability) => random() < probability,
    between,
    few: (most, skew) => Math.floor((most + 1) * random() ** skew),
    pick: (items) => {
      if (items.length === 0) throw new RangeError('nothing to pick from')
      return items[between(0, items.length - 1)] as (typeof items)[number]
    },
    weighed: (weights) => {
      const entries = Object.entries(weights) as [keyof typeof weights, number][]
      let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      return (entries.find(([, weight]) => (left -= weight) < 0) ?? (entries.at(-1) as (typeof entries)[number]))[0]
    },
    shuffled: (items) => {
      const order = [...items]
      for (let at = order.length - 1; at > 0; at -= 1) {
        const other = between(0, at)
        ;[order[at], order[other]] = [order[other] as (typeof items)[number], order[at] as (typeof items)[number]]
      }
      return order
    },
  }
}
