/**
 * `npm run conformance -- evidence`: how well the evidence engine reads the gold set, on the part that may be tuned on
 * and on the part that is held back; then phrases asked about.
 */
import { parseArgs } from 'node:util'
import { openKnowledge } from '@claims-audit/reference'
import { placedLabels, readGold, targetsOf, type GoldText } from './gold.ts'
import { tellBesideMedspacy } from './medspacy.ts'
import { noScore, scoreText, type Miss, type Said, type Score } from './score.ts'

const GOAL = 0.97
const { values } = parseArgs({ options: { misses: { type: 'boolean' }, set: { type: 'string', default: 'all' } } })
const { evidence } = openKnowledge()
const gold = { sentences: readGold('sentences'), notes: readGold('notes'), practice: readGold('practice') }
const concepts = new Set(
  Object.values(gold)
    .flat()
    .flatMap(({ facts }) => facts.map(({ concept }) => concept)),
)
const judged = values.set === 'all' ? Object.values(gold).flat() : gold[values.set as keyof typeof gold]

const [openTexts, heldTexts] = [judged.filter(({ held }) => !held), judged.filter(({ held }) => held)]
const open = tell('may be tuned on', openTexts, values.misses === true)
const held = tell('held back', heldTexts, false)
tellTargets()
await tellBesideMedspacy({ 'may be tuned on': openTexts, 'held back': heldTexts }, readBy)
process.exitCode = reached(open) && reached(held) ? 0 : 1

function readBy({ id, type, text }: GoldText): Said[] {
  return evidence.read([{ id, type, text }]).filter(({ concept }) => concepts.has(concept))
}

/** Phrases that a caller asks about, whatever the lexicon holds. */
function tellTargets(): void {
  const scores = new Map<string, Score>()
  const texts = readGold('targets')
  for (const gold of texts) {
    const targets = targetsOf(gold)
    const said = evidence.open([{ id: gold.id, type: gold.type, text: gold.text }]).factsOf(targets)
    scoreText(gold.text, placedLabels(gold), said, scores)
  }
  console.log(`\nphrases asked about: ${texts.length} texts`)
  console.table({ all: shown(sumOf(scores)) })
}

function tell(name: string, texts: GoldText[], withMisses: boolean): Map<string, Score> {
  const scores = new Map<string, Score>()
  const misses: (Miss & { id: string })[] = []
  for (const text of texts)
    misses.push(
      ...scoreText(text.text, placedLabels(text), readBy(text), scores).map((miss) => ({ id: text.id, ...miss })),
    )
  console.log(`\n${name}: ${texts.length} texts`)
  console.table(
    Object.fromEntries(
      [...[...scores].sort(), ['all', sumOf(scores)] as const].map(([concept, score]) => [concept, shown(score)]),
    ),
  )
  if (withMisses)
    for (const { id, what, concept, text, expected, said } of misses)
      console.log(`${id} ${what} ${concept} "${text}" expected ${expected} said ${said}`)
  return scores
}

function sumOf(scores: Map<string, Score>): Score {
  const sum = noScore()
  for (const score of scores.values()) for (const name of Object.keys(sum) as (keyof Score)[]) sum[name] += score[name]
  return sum
}

function rate(part: number, whole: number): number {
  return whole === 0 ? 1 : Number((part / whole).toFixed(4))
}

function precision({ found, extra }: Score): number {
  return rate(found, found + extra)
}

function recall({ found, labelled }: Score): number {
  return rate(found, labelled)
}

function shown(score: Score): Record<string, number> {
  const { labelled, found, placed } = score
  return {
    labelled,
    precision: precision(score),
    recall: recall(score),
    assertion: rate(score.assertion, found),
    temporality: rate(score.temporality, found),
    experiencer: rate(score.experiencer, found),
    regions: rate(score.regions, placed),
  }
}

/** Every concept's precision and recall, and the assertions over all. */
function reached(scores: Map<string, Score>): boolean {
  const all = sumOf(scores)
  return (
    rate(all.assertion, all.found) >= GOAL &&
    [...scores.values()].every((score) => precision(score) >= GOAL && recall(score) >= GOAL)
  )
}
