/**
 * `npm run bench -- grouper`: this grouper beside msdrg and drgpy, each on one thread, on the same distinct claims, in
 * rounds that alternate. The best round of each counts: what else the machine does can only slow one down.
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { openGrouper } from '@claims-audit/reference'
import type { GroupResult } from '@claims-audit/ms-drg'
import { conformanceClaims } from '../conformance/generate-claims.ts'
import type { ConformanceClaim } from '../conformance/generate-claims.ts'
import { readVersionCodes } from '../conformance/version-codes.ts'
import { startedCost } from './footprint.ts'
import { bestOf, mean, tellRates, timed, withPeers } from './rounds.ts'
import type { Round } from './rounds.ts'

const { values } = parseArgs({
  options: {
    claims: { type: 'string', default: '12000' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '7' },
    json: { type: 'boolean' },
  },
})
const grouper = openGrouper()
const versionCodes = readVersionCodes()
const ONE = ['43.1']
const OURS = 'ours, from a parsed claim'
const TRACED = 'ours, with the trace'
const MSDRG = 'msdrg, JSON through its C interface'
const FOUR = ['42.0', '42.1', '43.0', '43.1']

interface Measured {
  claims: number
  diagnoses: number
  procedures: number
  perSecond: Record<string, number>
  /** Of the claims, how many drgpy gives the DRG that this grouper gives; a speed without it says little. */
  drgpyAgrees?: number
}

const one = await measure(draw(ONE), true)
const four = await measure(draw(FOUR), false)
const growth = await measureGrowth(draw(ONE))
const footprint = await startedCost('open-tables.ts')
report()

/** Distinct claims of the versions in turn. Those without any diagnosis are left out: drgpy has no answer to them. */
function draw(versions: string[]): ConformanceClaim[] {
  const next = conformanceClaims(
    Number(values.seed),
    versionCodes.filter((codes) => versions.includes(codes.version)),
  )
  const drawn = new Map<string, ConformanceClaim>()
  while (drawn.size < Number(values.claims)) {
    const claim = next(1)[0] as ConformanceClaim
    if (claim.diagnoses.length > 0) drawn.set(JSON.stringify(claim), claim)
  }
  return [...drawn.values()]
}

async function measure(claims: ConformanceClaim[], all: boolean): Promise<Measured> {
  return withPeers('grouper_peers.py', claims, async (peers) => {
    const rounds: Record<string, Round> = { ...ourRounds(claims), [MSDRG]: () => peers.time('msdrg-json') }
    if (all)
      Object.assign(rounds, { 'msdrg, Python call': () => peers.time('msdrg-call'), drgpy: () => peers.time('drgpy') })
    return {
      claims: claims.length,
      diagnoses: mean(claims.map((claim) => claim.diagnoses.length)),
      procedures: mean(claims.map((claim) => claim.procedures.length)),
      perSecond: await bestOf(rounds, Number(values.rounds), claims.length),
      ...(all && { drgpyAgrees: agreeing(claims, (await peers.results('drgpy-results')) as string[]) }),
    }
  })
}

function agreeing(claims: ConformanceClaim[], drgs: string[]): number {
  return claims.filter((claim, i) => grouper.group(grouper.read(claim), claim.version).finalDrg === drgs[i]).length
}

function ourRounds(claims: ConformanceClaim[]): Record<string, Round> {
  const stays = claims.map((claim) => ({ version: claim.version, stay: grouper.read(claim) }))
  const json = claims.map((claim) => Buffer.from(JSON.stringify(claim)))
  return {
    [OURS]: () => timed(stays, ({ stay, version }) => grouper.group(stay, version)),
    [TRACED]: () => timed(stays, ({ stay, version }) => grouper.group(stay, version, { trace: true })),
    'ours, from strings': () => timed(claims, (claim) => grouper.group(grouper.read(claim), claim.version)),
    'ours, JSON bytes to result': () => timed(json, (bytes) => groupJson(bytes)),
    'ours, JSON bytes to JSON bytes': () => timed(json, (bytes) => Buffer.from(JSON.stringify(groupJson(bytes)))),
  }
}

function groupJson(bytes: Buffer): GroupResult {
  const claim = JSON.parse(bytes.toString()) as ConformanceClaim
  return grouper.group(grouper.read(claim), claim.version)
}

/** Microseconds a claim, by how many codes it has. */
async function measureGrowth(
  claims: ConformanceClaim[],
): Promise<{ codes: string; claims: number; ours: number; msdrg: number }[]> {
  const limits = [1, 6, 11, 16, 21, 31, 50]
  const rows = []
  for (const [i, from] of limits.slice(0, -1).entries()) {
    const to = (limits[i + 1] as number) - 1
    const some = claims.filter(
      ({ diagnoses, procedures }) =>
        diagnoses.length + procedures.length >= from && diagnoses.length + procedures.length <= to,
    )
    if (some.length < 100) continue
    const { perSecond } = await measure(some, false)
    rows.push({
      codes: `${from}-${to}`,
      claims: some.length,
      ours: 1e6 / (perSecond[OURS] as number),
      msdrg: 1e6 / (perSecond[MSDRG] as number),
    })
  }
  return rows
}

function report(): void {
  if (values.json) {
    console.log(JSON.stringify({ seed: values.seed, cpu: cpus()[0]?.model, one, four, growth, footprint }))
    return
  }
  console.log(`seed ${values.seed}, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}`)
  tell(`${one.claims} distinct claims of MS-DRG ${ONE.join()}`, one)
  tell(`${four.claims} distinct claims of MS-DRG ${FOUR.join(', ')} in turn`, four)
  console.log('\nmicroseconds a claim, by its number of codes')
  console.table(
    growth.map((row) => ({
      ...row,
      ours: row.ours.toFixed(2),
      msdrg: row.msdrg.toFixed(1),
      ratio: (row.msdrg / row.ours).toFixed(1),
    })),
  )
  console.log('opening the tables, in a fresh process')
  console.table(footprint)
}

function tell(title: string, { claims, diagnoses, procedures, perSecond, drgpyAgrees }: Measured): void {
  console.log(`\n${title}; on average ${diagnoses.toFixed(1)} diagnoses and ${procedures.toFixed(1)} procedures`)
  tellRates(perSecond, MSDRG)
  if (drgpyAgrees !== undefined)
    console.log(`drgpy agrees on ${((100 * drgpyAgrees) / claims).toFixed(1)} % of the DRGs`)
}
