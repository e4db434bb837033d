import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { serveDecisions } from '../../../../test/decisions/decisions-api.js'
import type { DecisionsApi } from '../../../../test/decisions/decisions-api.js'
import { actOn, auditor, judgedClaim, recordClaims } from '../../../../test/decisions/judged-claims.js'
import { askedOfSender } from '@claims-audit/audit'
import { asTenant, findClaimWork } from '../ledger.js'
import type { ClaimWork } from '../ledger.js'

let api: DecisionsApi
beforeAll(async () => {
  api = await serveDecisions('claimwork')
  const rows = [{ rule: '*', payer: null, severity: null, persons: 1 }]
  await api.ask('PUT', 'release-policy', 'lea lead', { rows })
})
afterAll(() => api.close())

const workOf = (claimId: string, person = 'ann', tenant = 't'): Promise<ClaimWork | undefined> => {
  const caller = { ...auditor(person), tenant }
  return asTenant(api.ledger, caller, (runner) =>
    findClaimWork(runner, caller, claimId, { mayRead: true, askedOfSender }),
  )
}
const happened = ({ timeline }: ClaimWork): string[] => timeline.map(({ kind, what }) => `${kind} ${what}`)

describe('the work on a claim', () => {
  it('has all that happened, in order, and where findings stand', async () => {
    const claim = judgedClaim('worked', 1, 'change')
    await recordClaims(api.ledger, claim)
    await api.ask('POST', 'claims/t/worked:take', 'ann', { actId: randomUUID() })
    await actOn(api.ledger, 'ann', 'comment', claim, { note: 'Read twice' })
    await actOn(api.ledger, 'ann', 'agree', claim)
    const work = (await workOf('worked')) as ClaimWork
    expect(work.owner).toBe('ann')
    expect(work.findings).toEqual([
      {
        findingId: claim.findings[0]?.findingId,
        state: 'agreed',
        dueDate: null,
        impactCents: null,
        sender: { standing: ['code-change'], onAgree: null },
      },
    ])
    expect(happened(work).filter((each) => !each.startsWith('correction'))).toEqual([
      'audit findings',
      'act take',
      'act comment',
      'act agree',
    ])
    expect(work.timeline.find(({ what }) => what === 'comment')).toMatchObject({
      person: 'ann',
      note: 'Read twice',
      state: 'open',
    })
    expect(work.timeline.find(({ what }) => what === 'take')).toMatchObject({
      owner: 'ann',
      findingId: null,
      state: null,
    })
  })

  it('tells of a query what its provider answered', async () => {
    const query = {
      indicators: ['"hyperreflexia" (progress-note)'],
      question: 'Please document the diagnosis that the neurological findings represent.',
      options: ['Cervical myelopathy', 'Radiculopathy without myelopathy', 'Other', 'Unable to determine'],
    }
    const claim = judgedClaim('asked', 1, 'query', { query })
    await recordClaims(api.ledger, claim)
    const [finding] = claim.findings
    const draft = { actId: randomUUID(), findingId: finding?.findingId, addressee: '1234567893' }
    const { queryId } = (await api.ask('POST', 'queries', 'ann', draft)).body as { queryId: string }
    await api.ask('POST', `queries/${queryId}:send`, 'ann', { actId: randomUUID() })
    await api.ask('POST', `queries/${queryId}/answer`, 'ann', { actId: randomUUID(), answer: 'Neither' })
    const work = (await workOf('asked')) as ClaimWork
    expect(happened(work).filter((each) => each.startsWith('query'))).toEqual([
      'query draft',
      'query send',
      'query answer',
    ])
    expect(work.timeline.find(({ what }) => what === 'answer')).toMatchObject({
      queryId,
      note: 'Neither',
      state: 'answered',
    })
    expect(await api.ask('GET', `queries/${queryId}`, 'ann')).toMatchObject({
      status: 200,
      body: { queryId, state: 'answered' },
    })
    expect(await api.ask('GET', `queries/${queryId}`, 'eve auditor other')).toMatchObject({ status: 404 })
  })

  it('is not there for another tenant, nor for a claim that never came', async () => {
    expect(await workOf('worked', 'eve', 'other')).toBeUndefined()
    expect(await workOf('never')).toBeUndefined()
  })

  it('of a finding that may be read blind does not tell the verdict to who may read it', async () => {
    const rows = [{ rule: '*', payer: null, severity: null, persons: 1, blindShare: 1 }]
    await api.ask('PUT', 'release-policy', 'lea lead', { rows })
    const claim = judgedClaim('sampled', 1, 'change')
    await recordClaims(api.ledger, claim)
    await actOn(api.ledger, 'ann', 'agree', claim)
    expect(await workOf('sampled', 'bob')).toMatchObject({ findings: [{ state: null }] })
    expect(happened((await workOf('sampled', 'bob')) as ClaimWork)).not.toContain('act agree')
    expect(await workOf('sampled', 'ann')).toMatchObject({ findings: [{ state: 'agreed' }] })
    await actOn(api.ledger, 'bob', 'blind-agree', claim)
    expect(happened((await workOf('sampled', 'bob')) as ClaimWork)).toContain('act agree')
  })
})
