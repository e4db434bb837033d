import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { DrgAudit, Finding, SubmittedClaim } from '@claims-audit/contracts'
import { resultOf } from '../../../../test/protocol/claims.js'
import { tablesGiven } from '../user-tables/user-tables.js'
import { diffVersions } from './diff-versions.js'

const result = (content: string) => resultOf({ claimId: 'A', version: 1, revision: 0, content, poisoned: false })
type Diagnoses = SubmittedClaim['diagnoses']
const claim = (diagnoses: Diagnoses, procedures: SubmittedClaim['procedures'] = []): SubmittedClaim => ({
  ...{ claimId: 'A', claimType: 'institutional-inpatient', patient: { birthDate: '1950-01-01', sex: 'F' } },
  ...{ admissionDate: '2026-01-05', dischargeDate: '2026-01-09', diagnoses, procedures },
})
const [was, is] = [result('clean'), result('clean')]
const codes = (a: SubmittedClaim | null, b: SubmittedClaim | null) =>
  diffVersions({ result: was, submitted: a }, { result: is, submitted: b }, undefined).codes
const listed = (a: SubmittedClaim, b: SubmittedClaim) =>
  codes(a, b)?.map(({ code, change, differs }) => [code, change, ...differs])
const secondary = (...names: string[]): Diagnoses => names.map((code) => ({ role: 'secondary', code }))
const principal = { role: 'principal', code: 'M43.02' } as const

describe('the codes of two versions', () => {
  it('are in the order of the second, each removed one behind what it followed', () => {
    const before = claim([principal, ...secondary('I10', 'E11.9', 'G99.2')])
    const after = claim([principal, ...secondary('G99.2', 'I50.9')])
    expect(listed(before, after)).toEqual([
      ['M43.02', 'same'],
      ['I10', 'removed'],
      ['E11.9', 'removed'],
      ['G99.2', 'same'],
      ['I50.9', 'added'],
    ])
  })

  it('differ by role, POA and order, in whatever spelling they came', () => {
    const before = claim([principal, { role: 'secondary', code: 'i10', poa: 'y' }, ...secondary('E119', 'G992')])
    const after = claim([
      { role: 'principal', code: 'G99.2' },
      { role: 'secondary', code: 'M4302' },
      { role: 'secondary', code: 'I10', poa: 'N' },
      ...secondary('E11.9'),
    ])
    expect(listed(before, after)).toEqual([
      ['G99.2', 'changed', 'order', 'role'],
      ['M43.02', 'changed', 'role'],
      ['I10', 'changed', 'poa'],
      ['E11.9', 'same'],
    ])
  })

  it('are apart by kind; of a procedure that was done twice each is paired', () => {
    const fusion = { code: '0RG10A0', date: '2026-01-06' }
    const before = claim([principal, { role: 'admitting', code: 'M43.02' }], [fusion])
    const after = claim([principal], [fusion, { ...fusion, date: '2026-01-07' }])
    expect(codes(before, after)?.map(({ kind, change, a, b }) => [kind, change, a?.place, b?.date])).toEqual([
      ['diagnosis', 'same', 1, null],
      ['admitting', 'removed', 1, undefined],
      ['procedure', 'same', 1, '2026-01-06'],
      ['procedure', 'added', undefined, '2026-01-07'],
    ])
  })

  it('are not known where the archive holds one of them only', () => {
    expect(codes(claim([principal]), null)).toBeNull()
  })

  it('say of one code that was moved that it alone was', () => {
    const names = ['A01', 'A02', 'A03', 'A04', 'A05', 'A06']
    fc.assert(
      fc.property(fc.nat(5), fc.nat(5), (from, to) => {
        const moved = [...names]
        moved.splice(to, 0, ...moved.splice(from, 1))
        const changed = codes(claim(secondary(...names)), claim(secondary(...moved)))?.filter(
          ({ change }) => change === 'changed',
        )
        expect(changed?.length).toBe(from === to ? 0 : 1)
      }),
    )
  })
})

describe('the findings of two versions', () => {
  const [finding] = result('change').findings as [Finding]
  const changes = (a: Finding[], b: Finding[]) =>
    diffVersions(
      { result: { ...was, findings: a }, submitted: null },
      { result: { ...is, findings: b }, submitted: null },
      undefined,
    ).findings.map(({ change, a: before, b: after }) => [change, before, after])
  const next = { ...finding, findingId: 'next' }

  it.each<[string, Partial<Finding>]>([
    ['same', {}],
    ['reworded', { message: 'In other words', findingDigest: 'sha256:other' }],
    ['changed', { severity: 'error', findingDigest: 'sha256:other' }],
  ])('are paired by rule and place, whatever their ids: %s', (change, more) => {
    expect(changes([finding], [{ ...next, ...more }])).toEqual([[change, finding.findingId, 'next']])
  })

  it('are gained and lost', () => {
    expect(changes([finding], [{ ...next, locus: 'elsewhere' }])).toEqual([
      ['gained', null, 'next'],
      ['lost', finding.findingId, null],
    ])
  })
})

describe('the DRGs of two versions', () => {
  const grouped = (finalDrg: string, weight: number): DrgAudit => ({
    asSubmitted: { initialDrg: finalDrg, finalDrg, mdc: '08', returnCode: 'OK', weight, title: '', trace: [] },
    asProposed: null,
  })
  const stay = { ...was, facets: { ...was.facets, payerId: 'P1', dischargeDate: '2026-01-09' } }
  const rates = tablesGiven({
    baseRates: [{ payer: 'P1', from: '2026-01-01', to: '2026-12-31', base_rate: '6000' }],
  }).baseRates

  it('differ in weight, and in payment where a base rate is known', () => {
    const [a, b] = [grouped('552', 1), grouped('473', 2.5)].map((drg) => ({
      result: { ...stay, drg },
      submitted: null,
    }))
    if (a === undefined || b === undefined) throw new Error('two versions')
    expect(diffVersions(a, b, rates).drgImpact).toMatchObject({ before: '552', after: '473', amountDelta: 9_000 })
    expect(diffVersions(a, b, undefined).drgImpact).toMatchObject({ weightDelta: 1.5, amountDelta: null })
    expect(diffVersions({ ...a, result: stay }, b, rates).drgImpact).toBeNull()
  })
})
