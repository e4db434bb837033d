import { describe, expect, it } from '@jest/globals'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditClaim } from '@claims-audit/audit'
import { normalizeClaim } from '@claims-audit/claim'
import type { AuditResult, PinnedEditions, SubmittedClaim } from '@claims-audit/contracts'
import { openPinned } from './pinned-knowledge.js'

const stay: SubmittedClaim = {
  claimId: 'C1',
  claimType: 'institutional-inpatient',
  patient: { birthDate: '1961-04-02', sex: 'M' },
  admissionDate: '2025-06-01',
  dischargeDate: '2025-06-05',
  dischargeStatus: '01',
  diagnoses: [{ sequence: 1, role: 'principal', code: 'G35', poa: 'Y' }],
}

function audited(more: Partial<SubmittedClaim>, pinned: PinnedEditions, coverage?: string): AuditResult {
  const result = auditClaim(
    normalizeClaim({ ...stay, ...more }),
    openPinned({ ruleDirectories: [], coverage }, pinned).knowledge,
  )
  if ('rejected' in result) throw new Error(JSON.stringify(result))
  return result
}
const rulesOf = ({ findings }: AuditResult): string[] => findings.map(({ ruleId }) => ruleId)
const diagnosed = (code: string): Partial<SubmittedClaim> => ({
  diagnoses: [{ sequence: 1, role: 'principal', code, poa: 'Y' }],
})

describe('an ICD-10 edition that is forced', () => {
  it('judges codes, and says what of them is not valid on its first day', () => {
    expect(rulesOf(audited({}, {}))).not.toContain('code.not-billable')
    expect(rulesOf(audited({}, { icd10: 'FY2026' }))).toContain('code.not-billable')
    const early = audited(diagnosed('G35.A'), {})
    expect(early.findings.find(({ ruleId }) => ruleId === 'code.invalid')?.message).toContain('2025-06-05')
    expect(rulesOf(audited(diagnosed('G35.A'), { icd10: 'FY2026' }))).not.toContain('code.invalid')
    expect(
      audited(diagnosed('Z99.99'), { icd10: 'FY2026' }).findings.find(({ ruleId }) => ruleId === 'code.invalid')
        ?.message,
    ).toContain('2025-10-01')
  })

  it('is named beside its notes; the grouper stays that of the discharge date', () => {
    expect(audited({}, { icd10: 'FY2026' }).editions).toMatchObject({
      icd10: 'FY2026',
      notes: 'FY2026 April',
      msDrg: '42.1',
    })
    expect(audited({}, { icd10: 'FY2026 April', msDrg: '43.1' }).editions).toMatchObject({
      icd10: 'FY2026 April',
      notes: 'FY2026 April',
      msDrg: '43.1',
    })
  })

  it("brings that edition's Medicare edits: those of sexes end with FY2024", () => {
    expect(rulesOf(audited(diagnosed('N80.00'), {}))).not.toContain('code.sex-conflict')
    expect(rulesOf(audited(diagnosed('N80.00'), { icd10: 'FY2024' }))).toContain('code.sex-conflict')
  })

  it('moves no date of the claim: coverage goes by when a thing was done', () => {
    const coverage = join(mkdtempSync(join(tmpdir(), 'pinned-')), 'coverage.csv')
    writeFileSync(coverage, 'procedure,diagnosis,from,to\n22551,M43,2025-01-01,2025-09-30\n')
    const billed: Partial<SubmittedClaim> = { lines: [{ number: 1, hcpcs: '22551', units: 1, charge: '1.00' }] }
    expect(rulesOf(audited(billed, { icd10: 'FY2026' }, coverage))).toContain('code.procedure-linkage')
  })

  it('judges no claim that has no editions of its own', () => {
    const { knowledge } = openPinned({ ruleDirectories: [] }, { icd10: 'FY2026', msDrg: '43.0' })
    expect(
      auditClaim(normalizeClaim({ ...stay, admissionDate: '2019-01-01', dischargeDate: '2019-01-02' }), knowledge),
    ).toMatchObject({ rejected: { code: 'outside-editions' } })
  })
})
