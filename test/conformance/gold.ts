import { readFileSync } from 'node:fs'
import type { ClinicalDocument } from '@claims-audit/contracts'
import type { Fact } from '@claims-audit/evidence'

/** A label of the gold set (test/gold/README.md). */
export interface Label {
  concept: string
  text: string
  nth: number
  assertion: Fact['assertion']
  temporality: Fact['temporality']
  experiencer: Fact['experiencer']
  regions?: string[]
  level?: string
}

/** A sentence or note of the gold set. */
export interface GoldText {
  id: string
  style: string
  type: ClinicalDocument['type']
  held: boolean
  text: string
  facts: Label[]
}

/** A label, and where it stands. */
export interface Placed extends Label {
  start: number
  end: number
}

export function readGold(name: 'sentences' | 'notes' | 'practice' | 'targets'): GoldText[] {
  const file = new URL(`../gold/${name}.jsonl`, import.meta.url)
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as GoldText)
}

/** The labels of a text by their offsets. Throws where a label's text does not stand as often as it says. */
export function placedLabels({ id, text, facts }: GoldText): Placed[] {
  return facts.map((label) => {
    let start = -1
    for (let n = 0; n < label.nth; n++) {
      start = text.indexOf(label.text, start + 1)
      if (start < 0) throw new RangeError(`${id}: "${label.text}" does not stand ${label.nth} times`)
    }
    return { ...label, start, end: start + label.text.length }
  })
}

/** The phrases that a text of `targets` asks about: its labels' concepts. */
export function targetsOf({ facts }: GoldText): string[] {
  return [...new Set(facts.map(({ concept }) => concept))]
}
