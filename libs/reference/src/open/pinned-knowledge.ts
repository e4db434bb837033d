import { isDeepStrictEqual } from 'node:util'
import { judgingBy } from '@claims-audit/audit'
import type { Knowledge } from '@claims-audit/audit'
import { ICD_10_EDITIONS, icd10Named } from '@claims-audit/code-sets'
import type { Editions } from '@claims-audit/code-sets'
import { forUserTables } from '@claims-audit/contracts'
import type { PinnedEditions, RunAdditions, RunEditions } from '@claims-audit/contracts'
import { openKnowledge } from './open-knowledge.js'
import { referenceDigest } from './reference-digest.js'

/** What ships, alone. */
export const NOTHING_ADDED: RunAdditions = { ruleDirectories: [] }

/** What a run asks for and is not loaded here. */
export class OtherEditions extends Error {
  override name = 'OtherEditions'
}

/**
 * What audits of a run know, and the editions that this is. Throws OtherEditions where what is asked for is not loaded.
 */
export function openPinned(
  additions: RunAdditions,
  pinned: PinnedEditions = {},
): { knowledge: Knowledge; editions: RunEditions } {
  const knowledge = knowledgeOf(additions)
  const { ruleSet } = pinned
  if (ruleSet !== undefined && ruleSet !== knowledge.rules.digest)
    throw new OtherEditions(
      `rule set ${ruleSet} is not loaded: the packs here make ${knowledge.rules.digest}; name the directory of its packs, or the release that shipped them must run it`,
    )
  return { knowledge: judgingBy(forcedBy(pinned, knowledge), knowledge), editions: editionsOf(knowledge, pinned) }
}

/** What ships does not change under a process, and a service plans one run after the other. */
let shipped: Knowledge | undefined

const knowledgeOf = (additions: RunAdditions): Knowledge =>
  isDeepStrictEqual(additions, NOTHING_ADDED) ? (shipped ??= openKnowledge()) : openKnowledge(additions)

/** What is forced, in place of what a claim's date says. */
function forcedBy({ icd10, msDrg }: PinnedEditions, { grouper: { versions } }: Knowledge): Partial<Editions> {
  const codes = icd10 === undefined ? {} : icd10Named(icd10)
  if (codes === undefined)
    throw new OtherEditions(`ICD-10 ${icd10} is not loaded; there are ${ICD_10_EDITIONS.join(', ')}`)
  if (msDrg !== undefined && !versions.includes(msDrg))
    throw new OtherEditions(`MS-DRG ${msDrg} is not loaded; there are ${versions.join(', ')}`)
  return { ...codes, ...(msDrg !== undefined && { msDrg }) }
}

function editionsOf(knowledge: Knowledge, { icd10, msDrg }: PinnedEditions): RunEditions {
  return {
    ruleSet: knowledge.rules.digest,
    reference: referenceDigest(),
    icd10: icd10 ?? null,
    msDrg: msDrg ?? null,
    ...forUserTables((name) => knowledge[name]?.digest ?? null),
  }
}

/** Who goes on with a run must have what it began with. */
export function assertSame(run: RunEditions, here: RunEditions): void {
  const other = differing(run, here)
  if (other.length > 0)
    throw new OtherEditions(
      `the run began with other editions: ${other.map((name) => `${name} ${run[name] ?? 'none'}, here ${here[name] ?? 'none'}`).join('; ')}`,
    )
}

export const isSame = (run: RunEditions, here: RunEditions): boolean => differing(run, here).length === 0

/** In which two of them differ. */
export const differing = (run: RunEditions, here: RunEditions): (keyof RunEditions)[] =>
  (Object.keys(run) as (keyof RunEditions)[]).filter((name) => run[name] !== here[name])
