/**
 * `npm run bench -- edits`: the Medicare Code Editor beside msdrg's, and beside bare look-ups; each on one thread, on
 * the same claims, in rounds that alternate.
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { openCodeSets } from '@claims-audit/reference'
import { editedClaims, type EditedClaim } from '../conformance/edited-claims.ts'
import { startedCost } from './footprint.ts'
import { bestOf, tellRates, timed, withPeers } from './rounds.ts'

const { values } = parseArgs({
  options: {
    claims: { type: 'string', default: '12000' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '7' },
    json: { type: 'boolean' },
  },
})
const DIAGNOSES = 12
const PROCEDURES = 3
const MSDRG = 'msdrg, JSON through its C interface'

const { editor } = openCodeSets()
const claims = draw(Number(values.claims))
const stays = claims.map((claim) => editor.read({ ...claim, lengthOfStay: 5 }))
const perSecond = await withPeers('edits_peers.py', claims, (peers) =>
  bestOf(
    {
      'ours, from a parsed claim': () => timed(stays, (stay) => editor.edit(stay)),
      'ours, from strings': () => timed(claims, (claim) => editor.edit(editor.read({ ...claim, lengthOfStay: 5 }))),
      [MSDRG]: () => peers.time('mce-json'),
      'simple-icd-10-cm, validity of the diagnoses only': () => peers.time('look-ups'),
    },
    Number(values.rounds),
    claims.length,
  ),
)
const footprint = await startedCost('open-code-sets.ts')
if (values.json) console.log(JSON.stringify({ seed: values.seed, cpu: cpus()[0]?.model, perSecond, footprint }))
else {
  console.log(
    `edits, seed ${values.seed}, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}; ${claims.length} claims of ${DIAGNOSES} diagnoses and ${PROCEDURES} procedures`,
  )
  tellRates(perSecond, MSDRG)
  console.log('opening, in a fresh process: each edition by its first code, notes and edits; megabytes since the start')
  console.table(footprint)
}

/** Claims as drawn, brought to the same size by the codes of others. */
function draw(many: number): EditedClaim[] {
  const drawn = editedClaims(Number(values.seed))(many * 2)
  const spare = drawn.slice(many)
  const codes = {
    diagnoses: spare.flatMap(({ diagnoses }) => diagnoses),
    procedures: spare.flatMap(({ procedures }) => procedures),
  }
  const sized = (own: string[], others: string[], size: number, i: number): string[] =>
    [...own, ...Array.from({ length: size }, (_, k) => others[(i * size + k) % others.length] as string)].slice(0, size)
  return drawn.slice(0, many).map((claim, i) => ({
    ...claim,
    diagnoses: sized(claim.diagnoses, codes.diagnoses, DIAGNOSES, i),
    procedures: sized(claim.procedures, codes.procedures, PROCEDURES, i),
  }))
}
