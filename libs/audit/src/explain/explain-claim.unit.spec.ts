import { beforeAll, describe, expect, it } from '@jest/globals'
import { normalizeClaim } from '@claims-audit/claim'
import type { SubmittedClaim } from '@claims-audit/contracts'
import { openKnowledge } from '@claims-audit/reference'
import { explainClaim, validateClaim } from '../audit.js'
import type { ClaimReading, Knowledge } from '../audit.js'

let knowledge: Knowledge
beforeAll(() => {
  knowledge = openKnowledge()
})

const claimWith = (text: string, more: object = {}): SubmittedClaim =>
  ({
    tenant: 't',
    claimId: 'C1',
    claimType: 'institutional-inpatient',
    patient: { birthDate: '1960-01-01', sex: 'F' },
    admissionDate: '2026-01-04',
    dischargeDate: '2026-01-09',
    dischargeStatus: '01',
    diagnoses: [{ sequence: 1, role: 'principal', code: 'M43.02', poa: 'Y' }],
    documents: [{ id: 'D1', type: 'progress-note', date: '2026-01-04', text }],
    ...more,
  }) as SubmittedClaim

function read(text: string, more?: object): ClaimReading {
  const reading = explainClaim(normalizeClaim(claimWith(text, more)), knowledge)
  if ('rejected' in reading) throw new Error(reading.rejected.code)
  return reading
}

describe('what was read in a claim', () => {
  it('has every mention at its place, and how it is meant', () => {
    const text = 'Cervical spondylolysis at C6. No myelopathy.'
    const told = read(text).mentions.map(({ start, end, concept, assertion }) => [
      text.slice(start, end),
      concept,
      assertion,
    ])
    expect(told).toEqual([
      ['spondylolysis', 'spondylolysis', 'affirmed'],
      ['myelopathy', 'myelopathy', 'negated'],
    ])
  })

  it('explains the findings that the audit raises, by their ids', () => {
    const claim = normalizeClaim(claimWith('Cervical spondylolysis at C6. Cervical myelopathy.'))
    const judged = validateClaim(claim, knowledge)
    if ('rejected' in judged) throw new Error('it is rejected')
    const reading = read('Cervical spondylolysis at C6. Cervical myelopathy.')
    const known = new Map(judged.validated.findings.map(({ findingId, findingDigest }) => [findingId, findingDigest]))
    expect(reading.explained.length).toBeGreaterThan(0)
    for (const { findingId, findingDigest } of reading.explained) expect(known.get(findingId)).toBe(findingDigest)
  })

  it('says which fact answered the rule, and which codes would have kept it quiet', () => {
    const { explained } = read('Cervical spondylolysis at C6. Cervical myelopathy.')
    const asked = explained.find(({ ruleId }) => ruleId === 'neuro.myelopathy-uncoded')?.asked ?? []
    expect(asked.find(({ as }) => as === 'affirmed')).toMatchObject({
      holds: true,
      facts: [{ documentId: 'D1', text: 'myelopathy' }],
    })
    // {region} of the rule is that of M43.02.
    expect(asked.find(({ as }) => as === 'unbilled')?.codes).toContain('M47.12')
  })

  it('is the rejection of a claim that cannot be audited', () =>
    expect(
      explainClaim(
        normalizeClaim(claimWith('', { dischargeDate: '1999-01-01', admissionDate: '1999-01-01' })),
        knowledge,
      ),
    ).toEqual({
      rejected: expect.objectContaining({ code: expect.any(String) as unknown }) as unknown,
    }))
})
