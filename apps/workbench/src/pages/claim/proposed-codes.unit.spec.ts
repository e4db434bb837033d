import { describe, expect, it } from '@jest/globals'
import type { Finding } from '../../api/types.ts'
import { codesWithProposals } from './proposed-codes.ts'

const finding = (proposal: Partial<Finding['proposal']>): Finding =>
  ({ findingId: JSON.stringify(proposal), proposal: { add: [], remove: [], replace: [], ...proposal } }) as Finding

const CLAIM = [
  { role: 'principal' as const, code: 'M43.02', poa: 'Y' },
  { role: 'secondary' as const, code: 'G992' },
]
const changes = (...findings: Finding[]): string[] =>
  codesWithProposals(CLAIM, findings).map(({ code, change, to }) => [code, change, to].filter(Boolean).join(' '))

describe('codes beside what findings propose', () => {
  it('are as submitted where nothing is proposed', () => expect(changes()).toEqual(['M43.02 same', 'G992 same']))

  it('are compared without their dots', () =>
    expect(changes(finding({ remove: [{ code: 'G99.2' }] }))).toEqual(['M43.02 same', 'G992 removed']))

  it('name what takes their place', () =>
    expect(changes(finding({ replace: [{ from: 'M43.02', to: 'M43.12' }] }))[0]).toBe('M43.02 replaced M43.12'))

  it('that two findings would add come once, with both', () => {
    const rows = codesWithProposals(CLAIM, [
      finding({ add: [{ code: 'G95.9' }] }),
      finding({ add: [{ code: 'G959', role: 'secondary' }] }),
    ])
    expect(rows.map(({ code, by }) => [code, by.length])).toEqual([
      ['M43.02', 0],
      ['G992', 0],
      ['G95.9', 2],
    ])
  })

  it('that are proposed again at another place are moved', () =>
    expect(changes(finding({ remove: [{ code: 'G99.2' }], add: [{ code: 'G99.2', role: 'principal' }] }))[1]).toBe(
      'G992 moved',
    ))
})
