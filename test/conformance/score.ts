import type { Placed } from './gold.ts'

/** What a reader says of a text, as far as it is judged. */
export interface Said {
  concept: string
  start: number
  end: number
  assertion: string
  temporality: string
  experiencer: string
  regions: string[]
}

/** How well the mentions of one concept are found, and how they are meant where they are. */
export interface Score {
  labelled: number
  found: number
  /** Found, and not labelled. */
  extra: number
  assertion: number
  temporality: number
  experiencer: number
  /** Labels with a region that are found, and of these the ones whose regions are right. */
  placed: number
  regions: number
}

export interface Miss {
  what: 'missed' | 'extra' | 'assertion' | 'temporality' | 'experiencer' | 'regions'
  concept: string
  text: string
  expected: string
  said: string
}

export const noScore = (): Score => ({
  labelled: 0,
  found: 0,
  extra: 0,
  assertion: 0,
  temporality: 0,
  experiencer: 0,
  placed: 0,
  regions: 0,
})

/** Whether what a reader says is of a label: of its concept, and overlapping it. */
export const isSaidOf = (label: Placed, { concept, start, end }: Said): boolean =>
  concept === label.concept && start < label.end && label.start < end

/**
 * Scores one text into `scores` by concept; a label is found by whatever of its concept overlaps it. Returns what was
 * wrong.
 */
export function scoreText(text: string, labels: Placed[], said: Said[], scores: Map<string, Score>): Miss[] {
  const misses: Miss[] = []
  const left = new Set(said)
  const of = (concept: string): Score => {
    if (!scores.has(concept)) scores.set(concept, noScore())
    return scores.get(concept) as Score
  }
  for (const label of labels) {
    const score = of(label.concept)
    score.labelled++
    const matching = said.filter((fact) => isSaidOf(label, fact))
    for (const fact of matching) left.delete(fact)
    const [fact] = matching
    if (fact === undefined) {
      misses.push({ what: 'missed', concept: label.concept, text: label.text, expected: label.assertion, said: '' })
      continue
    }
    score.found++
    for (const what of ['assertion', 'temporality', 'experiencer'] as const) {
      if (fact[what] === label[what]) score[what]++
      else misses.push({ what, concept: label.concept, text: label.text, expected: label[what], said: fact[what] })
    }
    if (label.regions === undefined) continue
    score.placed++
    const regions = [...new Set(matching.flatMap((each) => each.regions))]
    if (label.regions.every((region) => regions.includes(region)) && regions.length === label.regions.length)
      score.regions++
    else
      misses.push({
        what: 'regions',
        concept: label.concept,
        text: label.text,
        expected: label.regions.join(),
        said: regions.join(),
      })
  }
  const extras = new Map([...left].map((fact) => [`${fact.concept} ${fact.start}`, fact]))
  for (const fact of extras.values()) {
    of(fact.concept).extra++
    misses.push({
      what: 'extra',
      concept: fact.concept,
      text: text.slice(fact.start, fact.end),
      expected: '',
      said: fact.assertion,
    })
  }
  return misses
}
