import { placedLabels, type GoldText, type Placed } from './gold.ts'
import { openPeer } from './peer.ts'
import { isSaidOf, type Said } from './score.ts'

/**
 * Ways of saying it that ConText is known to be weak at, by what stands before the mention or behind it in its
 * sentence.
 */
const FAMILIES: Record<string, { before?: RegExp; behind?: RegExp }> = {
  'no change in, no increase in, not only, no doubt': {
    before:
      /\b(?:(?:no|without) (?:\w+ )?(?:change|changes|increase|progression|worsening|improvement|relief)(?: in| of| from)|not (?:only|just|merely)|(?:no|without) (?:doubt|question))\b[^.;:\n]*$/i,
  },
  'is absent, not seen, was ruled out': {
    behind:
      /^[^.;:,\n]{0,40}?\b(?:absent|not (?:been )?(?:seen|present|identified|demonstrated|evident|appreciated|visualized|detected|found|observed|noted|reported)|ruled out|excluded|denied)\b/i,
  },
  'neither … nor': { before: /\bneither\b[^.;:\n]*$/i },
}
const MENTIONS = 'all mentions'

interface Tally {
  mentions: number
  ours: number
  medspacy: number
}

/**
 * Prints how often each takes a labelled mention as its label does. Both are told where it stands: what ours does not
 * find is left out, and is counted as its recall.
 */
export async function tellBesideMedspacy(
  parts: Record<string, GoldText[]>,
  readBy: (text: GoldText) => Said[],
): Promise<void> {
  const peer = await openPeer<{ text: string; mentions: [number, number][] }, string[]>('medspacy_reader.py')
  try {
    for (const [part, texts] of Object.entries(parts)) {
      const judged = texts.map((text) => ({ text, labels: labelsFoundBy(readBy(text), text) }))
      const answers = await peer.ask(
        judged.map(({ text, labels }) => ({ text: text.text, mentions: labels.map(({ start, end }) => [start, end]) })),
      )
      const tallies = tally(
        judged.flatMap(({ text, labels }, i) =>
          labels.map(({ label, said }, k) => ({ text, label, said, medspacy: answers[i]?.[k] as string })),
        ),
      )
      console.log(`\nassertion, ours and medspacy's, ${part}`)
      console.table(
        Object.fromEntries(
          [...tallies].map(([family, { mentions, ours, medspacy }]) => [
            family,
            { mentions, ours: share(ours, mentions), medspacy: share(medspacy, mentions) },
          ]),
        ),
      )
    }
  } finally {
    peer.close()
  }
}

function labelsFoundBy(said: Said[], text: GoldText): { start: number; end: number; label: Placed; said: Said }[] {
  return placedLabels(text).flatMap((label) => {
    const found = said.find((fact) => isSaidOf(label, fact))
    return found === undefined ? [] : [{ start: label.start, end: label.end, label, said: found }]
  })
}

function tally(judged: { text: GoldText; label: Placed; said: Said; medspacy: string }[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>(
    [MENTIONS, ...Object.keys(FAMILIES)].map((family) => [family, { mentions: 0, ours: 0, medspacy: 0 }]),
  )
  for (const { text, label, said, medspacy } of judged) {
    for (const family of [MENTIONS, ...familiesOf(text.text, label)]) {
      const counts = tallies.get(family) as Tally
      counts.mentions++
      if (said.assertion === label.assertion) counts.ours++
      if (medspacy === label.assertion) counts.medspacy++
    }
  }
  return tallies
}

function familiesOf(text: string, { start, end }: Placed): string[] {
  return Object.entries(FAMILIES).flatMap(([family, { before, behind }]) =>
    before?.test(text.slice(0, start)) === true || behind?.test(text.slice(end)) === true ? [family] : [],
  )
}

const share = (part: number, whole: number): number => Number((part / Math.max(whole, 1)).toFixed(3))
