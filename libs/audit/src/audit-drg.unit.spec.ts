import { beforeAll, describe, expect, it } from '@jest/globals'
import { normalizeClaim } from '@claims-audit/claim'
import type { AuditResult, Finding, SubmittedClaim } from '@claims-audit/contracts'
import { openKnowledge } from '@claims-audit/reference'
import { auditClaim } from './audit-claim.js'
import { tablesGiven } from './user-tables/user-tables.js'
import { drgTransfer } from './checks/drg/drg-transfer.js'
import type { GroupedClaim } from './checks/drg/grouped-claim.js'
import type { Knowledge } from './knowledge/knowledge.js'

let knowledge: Knowledge

beforeAll(() => {
  knowledge = openKnowledge()
})

const MYELOPATHY = 'Assessment: cervical spondylolysis at C5-6 with compressive myelopathy from the pars defect.'

function fusion(change: Partial<SubmittedClaim> = {}): SubmittedClaim {
  return {
    claimId: 'C1',
    claimType: 'institutional-inpatient',
    facility: { id: 'F1' },
    payer: { id: 'MEDICARE' },
    patient: { ageInYears: 64, sex: 'F' },
    admissionDate: '2026-01-04',
    dischargeDate: '2026-01-09',
    dischargeStatus: '01',
    diagnoses: [{ role: 'principal', code: 'M43.02', poa: 'Y' }],
    procedures: [{ code: '0RG10A0' }],
    documents: [{ id: 'D1', type: 'progress-note', text: MYELOPATHY }],
    ...change,
  } as SubmittedClaim
}

function auditOf(claim: SubmittedClaim, extra: Partial<Knowledge> = {}): AuditResult {
  const result = auditClaim(normalizeClaim(claim), { ...knowledge, ...extra })
  if ('rejected' in result) throw new Error(result.rejected.code)
  return result
}

const raised = (result: AuditResult, ruleId: string): Finding[] =>
  result.findings.filter((finding) => finding.ruleId === ruleId)

describe('money', () => {
  const tables = tablesGiven({
    baseRates: [{ payer: 'MEDICARE', from: '2025-10-01', to: '2026-09-30', base_rate: '7000' }],
  })

  it('comes with the payer’s base rate, and the table’s digest with it', () => {
    const result = auditOf(fusion(), tables)
    expect(raised(result, 'drg.opportunity')[0]?.drgImpact).toMatchObject({
      before: '473',
      after: '472',
      weightDelta: 0.5048,
      amountDelta: 3533.6,
    })
    expect(result.editions.baseRates).toBe(tables.baseRates?.digest)
  })

  it('is null without one, and for a payer that the table does not have', () => {
    const amounts = [auditOf(fusion()), auditOf(fusion({ payer: { id: 'AETNA' } }), tables)].map(
      (result) => raised(result, 'drg.opportunity')[0]?.drgImpact?.amountDelta,
    )
    expect(amounts).toEqual([null, null])
  })
})

describe('drg.opportunity', () => {
  it('says what is at stake, and leaves the proposal to the finding that made it', () => {
    const result = auditOf(fusion())
    expect(raised(result, 'drg.opportunity')).toMatchObject([
      { codes: ['G99.2'], proposal: { add: [] }, query: null, evidence: [{ documentId: 'D1' }] },
    ])
    expect(result.drg).toMatchObject({
      asSubmitted: { finalDrg: '473' },
      asProposed: { finalDrg: '472', weight: 2.9461 },
    })
  })
})

describe('drg.at-risk', () => {
  it('leaves the principal where it is when the sole CC repeats it', () => {
    const repeated = ['principal', 'secondary'].map((role) => ({ role, code: 'G99.2', poa: 'Y' }))
    const result = auditOf(
      fusion({
        diagnoses: repeated,
        procedures: [],
        documents: [{ id: 'D1', type: 'progress-note', text: 'Assessment: neck pain.' }],
      } as Partial<SubmittedClaim>),
    )
    expect(raised(result, 'drg.at-risk')[0]?.drgImpact).toMatchObject({ before: '092', after: '093' })
  })
})

describe('drg.ungroupable', () => {
  it('names the codes whose indicator is missing', () => {
    const diagnoses = [
      { role: 'principal', code: 'I50.9', poa: 'Y' },
      { role: 'secondary', code: 'T80.211A' },
    ]
    const result = auditOf(fusion({ diagnoses, procedures: [] } as Partial<SubmittedClaim>))
    expect(raised(result, 'drg.ungroupable')).toMatchObject([
      {
        codes: ['T80.211A'],
        message: expect.stringMatching(/no present-on-admission indicator .*HAC_MISSING_ONE_POA/),
      },
    ])
  })
})

describe('drg.mismatch', () => {
  it('weighs the billed DRG against the grouped one', () => {
    expect(raised(auditOf(fusion({ billedDrg: '471' })), 'drg.mismatch')[0]?.drgImpact).toEqual({
      before: '471',
      after: '473',
      weightBefore: 4.8287,
      weightAfter: 2.4413,
      weightDelta: -2.3874,
      amountDelta: null,
    })
  })
})

describe('drg.transfer', () => {
  const table5 = { weight: 2, gmlos: 10, amlos: 12, postAcute: true, specialPay: false }
  const impact: GroupedClaim['impact'] = (before, after) => ({
    before: before.finalDrg,
    after: after.finalDrg,
    weightBefore: before.weight,
    weightAfter: after.weight,
    weightDelta: null,
    amountDelta: null,
  })

  /** What part of the weight is paid after three days. */
  function paid(
    finalDrg: string,
    dischargeStatus: string,
    change: Partial<typeof table5> = {},
  ): number | null | undefined {
    const claim = normalizeClaim(fusion({ dischargeStatus, dischargeDate: '2026-01-07' }))
    const asSubmitted = { finalDrg, weight: 2 } as GroupedClaim['asSubmitted']
    const grouped: Partial<GroupedClaim> = { claim, asSubmitted, impact, table5: () => ({ ...table5, ...change }) }
    return drgTransfer(grouped as GroupedClaim)[0]?.drgImpact?.weightAfter
  }

  it('pays twice the per diem for the first day and one for each day after it', () => {
    expect(paid('471', '02')).toBe(0.8)
    expect(paid('471', '03')).toBe(0.8)
  })

  it('pays half of the full amount and half of the per diem where Table 5 has the special payment, after post-acute transfers only', () => {
    expect(paid('471', '03', { specialPay: true })).toBe(1.4)
    expect(paid('471', '02', { specialPay: true })).toBe(0.8)
  })

  it('leaves full payment where the policy does not reach', () => {
    expect(
      raised(auditOf(fusion({ dischargeStatus: '2', dischargeDate: '2026-01-05', procedures: [] })), 'drg.transfer')
        .length,
    ).toBe(1)
    expect([
      paid('471', '01'),
      paid('471', '03', { postAcute: false }),
      paid('789', '02'),
      paid('471', '02', { gmlos: 4 }),
    ]).toEqual([undefined, undefined, undefined, undefined])
  })
})
