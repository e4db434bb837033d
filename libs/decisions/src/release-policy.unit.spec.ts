import { describe, expect, it } from '@jest/globals'
import { isSampled, mayBulkAgree, personsFor } from './decisions.js'
import { nameUuids } from '@claims-audit/contracts'
import type { ReleasePolicyRow } from '@claims-audit/contracts'

const row = (
  rule: string,
  persons: ReleasePolicyRow['persons'],
  more: Partial<ReleasePolicyRow> = {},
): ReleasePolicyRow => ({
  rule,
  payer: null,
  severity: null,
  persons,
  ...more,
})
const finding = { ruleId: 'neuro.myelopathy', payerId: 'P1', severity: 'error' as const }

describe('how many persons a correction waits for', () => {
  it.each<[string, ReleasePolicyRow[], number]>([
    ['no row fits', [row('code.*', 2)], 0],
    ['a prefix fits', [row('neuro.*', 1)], 1],
    ['the longer prefix', [row('neuro.my*', 2), row('neuro.*', 1), row('*', 0)], 2],
    ['the whole id before its own prefix', [row('neuro.myelopathy*', 1), row('neuro.myelopathy', 2)], 2],
    ['the rule before the payer', [row('neuro.myelopathy', 1), row('*', 2, { payer: 'P1', severity: 'error' })], 1],
    ['the payer before the severity', [row('*', 1, { severity: 'error' }), row('*', 2, { payer: 'P1' })], 2],
    ['another payer', [row('*', 2, { payer: 'P2' })], 0],
    ['another severity', [row('*', 2, { severity: 'info' })], 0],
  ])('%s', (_, policy, persons) => expect(personsFor(policy, finding)).toBe(persons))
})

describe('an agreement in bulk', () => {
  it('is for findings that change no DRG, and for those of rules that the policy allows', () => {
    const allowed = [row('*', 1), row('neuro.*', 1, { bulkAgree: true })]
    expect(mayBulkAgree([], finding, false)).toBe(true)
    expect(mayBulkAgree([], finding, true)).toBe(false)
    expect(mayBulkAgree(allowed, finding, true)).toBe(true)
    expect(mayBulkAgree(allowed, { ...finding, ruleId: 'code.excludes1' }, true)).toBe(false)
  })
})

const nameUuid = nameUuids('00000000-0000-4000-8000-000000000000')

describe('the sample that is read blind', () => {
  it('is the share that the closest row names, and the same findings each time', () => {
    const policy = [row('*', 1, { blindShare: 0.25 }), row('neuro.*', 1, { blindShare: 1 }), row('code.*', 1)]
    const ids = Array.from({ length: 400 }, (_, n) => nameUuid(`finding ${n}`))
    const sampled = (ruleId: string) => ids.filter((id) => isSampled(policy, { ...finding, ruleId }, id))
    expect(sampled('neuro.myelopathy')).toEqual(ids)
    expect(sampled('code.excludes1')).toEqual([])
    expect(Math.abs(sampled('poa.missing').length - 100)).toBeLessThan(30)
    expect(sampled('poa.missing')).toEqual(sampled('drg.changed'))
  })
})
