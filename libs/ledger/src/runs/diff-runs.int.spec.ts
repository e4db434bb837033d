import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { settle, settleVersions } from '@claims-audit/audit'
import type { AuditResult, DrgImpact, Finding } from '@claims-audit/contracts'
import type { DataSource } from 'typeorm'
import {
  askRun,
  auditNextUnit,
  beginRun,
  diffRuns,
  findingChanges,
  migrate,
  openLedger,
  pageOfChanges,
  recordBatch,
  settleRun,
} from '../ledger.js'
import type { FindingChange } from '../ledger.js'
import { freshDatabase } from '../../../../test/fresh-database.js'
import { resultOf } from '../../../../test/protocol/claims.js'

let ledger: DataSource

beforeAll(async () => {
  ledger = await openLedger({ databaseUrl: await freshDatabase(process.env['DATABASE_URL'] ?? '', 'diff') })
  await migrate(ledger)
})
afterAll(() => ledger.destroy())

const idOf = (claimId: string, rule: number): string =>
  `00000000-0000-5000-8000-${claimId.charCodeAt(0)}${String(rule).padStart(10, '0')}`
const impact = (weightDelta: number, amountDelta: number): DrgImpact => ({
  before: '552',
  after: '551',
  weightBefore: 1,
  weightAfter: 1 + weightDelta,
  weightDelta,
  amountDelta,
})

/** A result whose findings are named by their rules; what they say, and what they are worth, may be given. */
function result(
  claimId: string,
  rules: Record<number, { says?: string; worth?: DrgImpact }>,
  drg = '552',
  facilityId = 'F1',
  content = 'c',
): AuditResult {
  const made = resultOf({ claimId, version: 1, revision: 0, content: 'query', poisoned: false })
  const findings = Object.entries(rules).map(([rule, { says = 'the same', worth = null }]): Finding => ({
    ...(made.findings[0] as Finding),
    findingId: idOf(claimId, Number(rule)),
    ruleId: `rule.${rule}`,
    findingDigest: `sha256:${says}`,
    message: says,
    drgImpact: worth,
  }))
  const weight = drg === '552' ? 1 : 1.5
  return {
    ...made,
    contentDigest: `sha256:${content}`,
    facets: { ...made.facets, facilityId },
    findings,
    drg: {
      asSubmitted: { initialDrg: drg, finalDrg: drg, mdc: '08', returnCode: 'OK', weight, title: '', trace: [] },
      asProposed: null,
    },
  }
}

async function runOf(results: AuditResult[]): Promise<number> {
  const run = await askRun(ledger, { source: { kind: 'topic' } }, { ruleDirectories: [] })
  const editions = {
    ruleSet: 'sha256:r',
    reference: 'sha256:t',
    icd10: null,
    msDrg: null,
    baseRates: null,
    poaExempt: null,
    coverage: null,
  }
  await beginRun(ledger, run, {
    editions,
    inputs: [],
    units: [{ stretch: { kind: 'offsets', partition: 0, from: '0', to: '9' }, events: 9 }],
  })
  await auditNextUnit(ledger, run, () =>
    Promise.resolve({
      results: results.map((each, ordinal) => ({ ordinal, result: each })),
      rejected: [],
      tally: { read: results.length, filtered: 0, clean: 0, findings: results.length, rejected: {} },
      digest: 'sha256:u',
    }),
  )
  await settleRun(ledger, run, settleVersions)
  return run
}

const before = [
  result('A', { 1: {}, 2: { worth: impact(0.2, 1_000) } }),
  result('B', { 1: {}, 3: { worth: { ...impact(0, 0), weightDelta: null, amountDelta: null } } }),
  result('C', { 1: {} }),
  result('D', { 1: {} }, '552', 'F1', 'one'),
]
const after = [
  result('A', { 1: {}, 2: { worth: impact(0.3, 1_500) } }),
  result('B', { 1: { says: 'otherwise' }, 4: { worth: impact(0.1, 700.5) } }, '551', 'F2'),
  result('E', { 1: {} }),
  result('D', { 2: {} }, '552', 'F1', 'two'),
]

describe('two runs', () => {
  it('differ by what was gained, lost and changed, where both audited the same', async () => {
    const [a, b] = [await runOf(before), await runOf(after)]
    const diff = await diffRuns(ledger, a, b)
    expect(diff).toEqual({
      a,
      b,
      claims: { both: 2, onlyA: 1, onlyB: 1, otherContent: 1, regrouped: 1 },
      findings: { gained: 1, lost: 1, changed: 1, reworded: 1, weight: 0.2, amount: 1_200.5, unweighed: 1 },
      rules: [
        { name: 'rule.1', gained: 0, lost: 0, changed: 0, reworded: 1, weight: 0, amount: 0, unweighed: 0 },
        { name: 'rule.2', gained: 0, lost: 0, changed: 1, reworded: 0, weight: 0.1, amount: 500, unweighed: 0 },
        { name: 'rule.3', gained: 0, lost: 1, changed: 0, reworded: 0, weight: 0, amount: 0, unweighed: 1 },
        { name: 'rule.4', gained: 1, lost: 0, changed: 0, reworded: 0, weight: 0.1, amount: 700.5, unweighed: 0 },
      ],
      facilities: [
        { name: 'F2', gained: 1, lost: 1, changed: 0, reworded: 1, weight: 0.1, amount: 700.5, unweighed: 1 },
        { name: 'F1', gained: 0, lost: 0, changed: 1, reworded: 0, weight: 0.1, amount: 500, unweighed: 0 },
      ],
      drgs: [
        { name: '551', gained: 1, lost: 1, changed: 0, reworded: 1, weight: 0.1, amount: 700.5, unweighed: 1 },
        { name: '552', gained: 0, lost: 0, changed: 1, reworded: 0, weight: 0.1, amount: 500, unweighed: 0 },
      ],
      regrouped: [{ from: '552', to: '551', claims: 1, weight: 0.5 }],
    })
    const changes: FindingChange[] = []
    for await (const change of findingChanges(ledger, a, b)) changes.push(change)
    expect(
      changes.map(({ change, claimId, ruleId, weight, drgA, drgB }) => [change, claimId, ruleId, weight, drgA, drgB]),
    ).toEqual([
      ['changed', 'A', 'rule.2', 0.1, '552', '552'],
      ['reworded', 'B', 'rule.1', 0, '552', '551'],
      ['lost', 'B', 'rule.3', null, '552', '551'],
      ['gained', 'B', 'rule.4', 0.1, '552', '551'],
    ])
    const pages = [await pageOfChanges(ledger, a, b, { limit: 3 })]
    pages.push(await pageOfChanges(ledger, a, b, { limit: 3, after: pages[0]?.at(-1) as FindingChange }))
    expect(pages.flat()).toEqual(changes)
  })

  it('that are alike differ by nothing, and a run is compared with what was live', async () => {
    const arrivals = before.map((each, n) => ({
      origin: { topic: 't', partition: 0, offset: String(n), timestamp: '0' },
      result: each,
    }))
    await recordBatch(ledger, { claims: before, origins: arrivals.map(({ origin }) => origin), lanes: [0] }, (known) =>
      settle(arrivals, known),
    )
    const again = await runOf(before)
    expect(await diffRuns(ledger, 0, again)).toMatchObject({
      claims: { both: 4, onlyA: 0, onlyB: 0, otherContent: 0, regrouped: 0 },
      findings: { gained: 0, lost: 0, changed: 0, reworded: 0, weight: 0, amount: 0, unweighed: 0 },
      rules: [],
      regrouped: [],
    })
    expect(await diffRuns(ledger, 0, await runOf(after))).toMatchObject({
      findings: { gained: 1, lost: 1, changed: 1, reworded: 1 },
    })
  })

  it('are not compared before they are done', async () => {
    const run = await askRun(ledger, { source: { kind: 'topic' } }, { ruleDirectories: [] })
    await expect(diffRuns(ledger, 0, run)).rejects.toThrow(`run ${run} is not done but asked`)
    await expect(diffRuns(ledger, 9_999, 0)).rejects.toThrow('there is no run 9999')
  })
})
