import { correctByVerdict } from '@claims-audit/audit'
import type { AuditResult, Correction, Finding } from '@claims-audit/contracts'
import { decide } from '@claims-audit/decisions'
import type { RecordedAct, WantedAct } from '@claims-audit/decisions'
import type { Random } from './claims.js'
import type { Actor, Faults, Ledger, World } from './world.js'

/** An act as the ledger holds it. */
export interface HeldAct extends RecordedAct {
  actId: string
  claimId: string
  findingId: string
  revision: number
}

/** A request that its client repeats until it is answered. */
export interface Request {
  claimId: string
  findingId: string
  wanted: WantedAct
}

/** The policy of the simulation: code changes wait for one person, all else goes out at once. */
export const isHeld = ({ ruleId }: Finding): boolean => ruleId === 'rule.change'

const REQUESTS = 25
const VERDICTS = ['agree', 'agree', 'agree', 'disagree', 'rebut', 'comment'] as const

/**
 * Auditors read a finding of any version, think, and decide. Their requests reach the ledger in one transaction under
 * the claim's lane lock; the answer may be lost, and the request comes again under the same id.
 */
export function* auditors(world: World, random: Random, faults: Faults): Actor {
  for (;;) {
    const request = world.requests[0] ?? ask(world, random)
    if (request === undefined) {
      yield 'idle'
      continue
    }
    yield 'step'
    const seen = faults.judgeWithoutLock ? loaded(world.ledger, request) : undefined
    yield 'step'
    answer(world.ledger, request, seen ?? loaded(world.ledger, request), faults)
    yield 'step'
    world.requests = world.requests.filter((each) => each !== request)
    yield 'step'
  }
}

function ask(world: World, random: Random): Request | undefined {
  const results = world.ledger.results.filter(({ findings }) => findings.length > 0)
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)]
  const result = pick(results)
  const finding = pick(result?.findings ?? [])
  if (result === undefined || finding === undefined || world.asked >= REQUESTS) return undefined
  world.asked += 1
  const wanted: WantedAct = {
    actId: `act-${world.asked}`,
    act: pick(VERDICTS) ?? 'agree',
    person: pick(['ann', 'bob']) ?? 'ann',
    findingDigest: finding.findingDigest,
    claimVersion: result.claimVersion,
    reason: 'other',
    note: null,
    until: null,
  }
  const request = { claimId: result.claimId, findingId: finding.findingId, wanted }
  world.requests.push(request)
  return request
}

interface Loaded {
  result: AuditResult
  finding: Finding
  isOpen: boolean
  sent: Correction[]
  acts: HeldAct[]
}

/** The finding at its newest revision. */
function loaded(ledger: Ledger, { claimId, findingId }: Request): Loaded | undefined {
  const versions = ledger.results.filter((result) => result.claimId === claimId).sort(byVersion)
  const result = versions.findLast(({ findings }) => findings.some((each) => each.findingId === findingId))
  const finding = result?.findings.find((each) => each.findingId === findingId)
  if (result === undefined || finding === undefined) return undefined
  return {
    result,
    finding,
    isOpen: result === versions.at(-1) && !isVoided(ledger, result),
    sent: ledger.corrections.filter((row) => row.claimId === claimId),
    acts: actsOn(ledger, result, findingId),
  }
}

/** Since this result, or one behind it. */
const isVoided = ({ voids }: Ledger, { claimId, claimVersion }: AuditResult): boolean =>
  voids.some((voided) => voided.claimId === claimId && voided.claimVersion > claimVersion)

/** Ids of findings are told apart by the claim here. */
const actsOn = ({ acts }: Ledger, { claimId, revision }: AuditResult, findingId: string): HeldAct[] =>
  acts.filter((act) => act.claimId === claimId && act.findingId === findingId && act.revision === revision)

const byVersion = (a: AuditResult, b: AuditResult): number => a.claimVersion - b.claimVersion || a.revision - b.revision

function answer(
  ledger: Ledger,
  { claimId, findingId, wanted }: Request,
  held: Loaded | undefined,
  faults: Faults,
): void {
  if (held === undefined || (!faults.forgetRequests && ledger.acts.some(({ actId }) => actId === wanted.actId))) return
  const { result, finding, isOpen, sent, acts } = held
  const known = {
    findingDigest: finding.findingDigest,
    claimVersion: result.claimVersion,
    open: isOpen || faults.judgeSuperseded === true,
    newestVersion: result.claimVersion,
    persons: 1,
    owner: '',
    acts: faults.judgeTwice ? [] : acts,
    reasons: ['other'],
    now: 0,
  }
  const decided = decide(known, wanted)
  if ('refused' in decided) return
  const corrections =
    decided.effect === 'none'
      ? []
      : correctByVerdict(decided.effect, { result, finding, sent, generation: ledger.generation })
  const { act, person, actId } = wanted
  const done = { act, person, actId, claimId, findingId, revision: result.revision, state: decided.state }
  ledger.acts.push({ ...done, at: 0, sent: corrections.length > 0, sampled: false })
  ledger.corrections.push(...corrections)
  ledger.outbox.push(...corrections)
}

/**
 * Each act is there once; a code change stands for each agreed finding of the newest result, for no finding that waits,
 * and for none of a voided claim.
 */
export function verdictsBroken({ ledger, requests }: World): string[] {
  const broken = requests.length > 0 ? ['a request is not answered'] : []
  const ids = ledger.acts.map(({ actId }) => actId)
  if (new Set(ids).size < ids.length) broken.push('a verdict twice')
  for (const claimId of new Set(ledger.results.map((result) => result.claimId))) {
    const sent = ledger.corrections.filter((row) => row.claimId === claimId)
    if (new Set(sent.map(({ correctionId }) => correctionId)).size < sent.length) broken.push(`sent twice: ${claimId}`)
    const newest = ledger.results
      .filter((result) => result.claimId === claimId)
      .sort(byVersion)
      .at(-1)
    if (newest !== undefined && !isVoided(ledger, newest))
      broken.push(...newest.findings.flatMap((each) => findingBroken(ledger, sent, newest, each)))
  }
  return broken
}

function findingBroken(ledger: Ledger, sent: Correction[], result: AuditResult, finding: Finding): string[] {
  const { findingId } = finding
  const takenBack = new Set(sent.map(({ supersedes }) => supersedes))
  const standing = sent.filter(
    (row) => row.kind !== 'withdraw' && row.findingIds.includes(findingId) && !takenBack.has(row.correctionId),
  )
  const acts = actsOn(ledger, result, findingId)
  const state = acts.at(-1)?.state ?? 'open'
  const wanted = state === 'open' ? !isHeld(finding) : state !== 'disagreed'
  return standing.length === Number(wanted) ? [] : [`${state}, and ${standing.length} stand: ${findingId}`]
}
