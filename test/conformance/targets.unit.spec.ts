import { describe, expect, it } from '@jest/globals'
import { openEvidence } from '@claims-audit/evidence'
import { readLexicon } from '@claims-audit/reference'
import { placedLabels, readGold, targetsOf, type GoldText } from './gold.ts'
import { scoreText, type Miss } from './score.ts'

const GOAL = 0.97
const engine = openEvidence(readLexicon())
const texts = readGold('targets')
const labelled = texts.reduce((sum, { facts }) => sum + facts.length, 0)

/** What is read wrongly of one text when these phrases are asked about. */
function missesOf(gold: GoldText, targets: string[]): Miss[] {
  const said = engine.open([{ id: gold.id, type: gold.type, text: gold.text }]).factsOf(targets)
  return scoreText(
    gold.text,
    placedLabels(gold).filter(({ concept }) => targets.includes(concept)),
    said,
    new Map(),
  )
}

describe('phrases that a caller asks about', () => {
  it.each([
    ['all of a text at once', (gold: GoldText) => [targetsOf(gold)]],
    ['each alone', (gold: GoldText) => targetsOf(gold).map((target) => [target])],
  ])("are read as the lexicon's concepts are: %s", (_, asked) => {
    const misses = texts.flatMap((gold) =>
      asked(gold).flatMap((targets) => missesOf(gold, targets).map(({ what, text }) => `${gold.id} ${what} ${text}`)),
    )
    for (const what of ['missed', 'extra', 'assertion', 'temporality', 'experiencer']) {
      const wrong = misses.filter((miss) => miss.split(' ')[1] === what)
      expect(wrong.length > labelled * (1 - GOAL) ? wrong : []).toEqual([])
    }
  })
})
