import { beforeAll, describe, expect, it } from '@jest/globals'
import { conceptsOf } from '@claims-audit/evidence'
import { openKnowledge, readLexicon, readRulePacks } from '@claims-audit/reference'
import { PackError, auditClaim, correctionsOf, loadRules, runCases, tablesGiven } from './audit.js'
import type { Knowledge } from './audit.js'
import { applied, changesCodes } from './findings/proposal.js'
import { claimOf } from './rules/run-cases.js'
import type { Claim } from '@claims-audit/claim'
import { normalizeClaim } from '@claims-audit/claim'
import fc from 'fast-check'
import type { AuditResult, Finding, Rule, RuleCase, SubmittedClaim } from '@claims-audit/contracts'

let knowledge: Knowledge
const concepts = conceptsOf(readLexicon())
beforeAll(() => {
  knowledge = openKnowledge()
})

const stay: SubmittedClaim = {
  claimId: 'C-1',
  claimType: 'institutional-inpatient',
  patient: { ageInYears: 64, sex: 'F' },
  admissionDate: '2026-01-04',
  dischargeDate: '2026-01-09',
  dischargeStatus: '01',
  diagnoses: [{ role: 'principal', code: 'M43.02', poa: 'Y' }],
}
const audit = (claim: Partial<SubmittedClaim>): AuditResult => {
  const result = auditClaim(normalizeClaim({ ...stay, ...claim }), knowledge)
  if ('rejected' in result) throw new Error(result.rejected.code)
  return result
}
const note = (text: string) => ({ id: 'D1', type: 'progress-note' as const, text })

describe('the shipped packs', () => {
  it('hold to every case beside their rules', () => {
    expect(runCases(readRulePacks(), knowledge)).toEqual([])
  })

  it('are refused when broken, with file and field', () => {
    const rule = { ...readRulePacks()[0]?.rule, severity: 'fatal' }
    expect(() => loadRules([{ file: 'x.yaml', rule }], concepts)).toThrow(PackError)
    expect(() => loadRules([{ file: 'x.yaml', rule }], concepts)).toThrow(/x\.yaml: \/severity/)
    expect(() => loadRules([{ file: 'x.yaml', rule, lineOf: () => 7 }], concepts)).toThrow(/x\.yaml:7: \/severity/)
    expect(() => loadRules([{ file: 'x.yaml', rule: readRulePacks()[0]?.rule }], concepts)).toThrow(
      /no cases beside it/,
    )
    const asks = readRulePacks().find(({ rule: { query } }) => query !== undefined)?.rule as Rule
    const leading = { ...asks, query: { question: 'Please add the MCC.', options: ['Myelopathy'] } }
    expect(() => loadRules([{ file: 'x.yaml', rule: leading, lineOf: () => 7 }], concepts)).toThrow(
      /x\.yaml:7: \/query\/question: "MCC" speaks of payment.*none is "Other"/s,
    )
    const unread = JSON.parse(
      JSON.stringify(readRulePacks().find(({ rule: { id } }) => id === 'disc.radiculopathy-uncoded')?.rule).replaceAll(
        '"radiculopathy"',
        '"no-such-thing"',
      ),
    ) as Rule
    expect(() => loadRules([{ file: 'x.yaml', rule: unread, lineOf: () => 7 }], concepts)).toThrow(
      /x\.yaml:7: \/when\/.*: no concept of the lexicon is named no-such-thing/,
    )
  })
})

describe('an audit', () => {
  it.each([
    [[], [], '552'],
    [['J96.01'], [], '551'],
    [[], ['0RG10A0'], '473'],
  ])('groups M43.02 with %j and %j to %s', (secondaries, procedures, drg) => {
    const diagnoses = ['M43.02', ...secondaries].map((code, at) => ({
      role: at === 0 ? ('principal' as const) : ('secondary' as const),
      code,
      poa: 'Y',
    }))
    expect(audit({ diagnoses, procedures: procedures.map((code) => ({ code })) }).drg?.asSubmitted.finalDrg).toBe(drg)
  })

  it('asks about an uncoded myelopathy of no documented cause and adds no code', () => {
    const result = audit({ documents: [note('Acquired spondylolysis at C6, seen on CT. Cervical myelopathy.')] })
    expect(result.findings.map((finding) => finding.ruleId)).toEqual(['neuro.myelopathy-uncoded'])
    const [correction, ...others] = correctionsOf(result)
    expect(others).toEqual([])
    expect(correction).toMatchObject({
      kind: 'provider-query',
      changes: { add: [], remove: [], replace: [] },
      drgBefore: null,
      drgAfter: null,
    })
    expect(JSON.stringify(correction?.query)).not.toMatch(/DRG|pay|weight|reimburse/i)
  })

  it('does not ask about what a provider documented, nor add it: a person looks', () => {
    const result = audit({ documents: [note('Acquired spondylolysis at C6, seen on CT, with left C6 radiculopathy.')] })
    expect(result.findings.map(({ ruleId, action, query }) => [ruleId, action, query])).toEqual([
      ['neuro.radiculopathy-uncoded', 'correct', null],
    ])
    expect(correctionsOf(result).map(({ kind }) => kind)).toEqual(['hold'])
  })

  it('asks once for a condition that is missing beside two codes', () => {
    const diagnoses = ['M47.816', 'M51.26'].map((code, at) => ({
      role: at === 0 ? ('principal' as const) : ('secondary' as const),
      code,
      poa: 'Y',
    }))
    const documents = [note('Lumbar spondylosis and disc herniation at L4-5, with degenerative spondylolisthesis.')]
    const raised = audit({ diagnoses, documents }).findings.filter(({ ruleId }) => ruleId === 'spine.slip-uncoded')
    expect(raised).toMatchObject([{ proposal: { add: [{ code: 'M43.16' }] } }])
  })

  it('prices a proposal by regrouping: G99.2 moves a cervical fusion from 473 to 472', () => {
    const result = audit({
      procedures: [{ code: '0RG10A0' }],
      documents: [note('C6 spondylolysis. Cervical myelopathy due to the pars defect.')],
    })
    expect(result.findings[0]).toMatchObject({
      ruleId: 'neuro.myelopathy-uncoded',
      drgImpact: { before: '473', after: '472', weightBefore: 2.4413, weightAfter: 2.9461, weightDelta: 0.5048 },
    })
    expect(result.drg?.asProposed).toEqual({ finalDrg: '472', weight: 2.9461 })
  })

  it('rejects a discharge outside the editions, and does not group it by a neighbour', () => {
    const result = auditClaim(
      normalizeClaim({ ...stay, admissionDate: '2019-01-04', dischargeDate: '2019-01-09' }),
      knowledge,
    )
    expect(result).toEqual({ rejected: { code: 'outside-editions', pointer: '/dischargeDate', keyword: 'date' } })
  })

  it('gives the same bytes twice, and another id to another version', () => {
    const documents = [note('C6 spondylolysis with C6 radiculopathy.')]
    expect(JSON.stringify(audit({ documents }))).toBe(JSON.stringify(audit({ documents })))
    expect(audit({ documents, version: 2 }).findings[0]?.findingId).not.toBe(
      audit({ documents }).findings[0]?.findingId,
    )
    expect(audit({ documents, revision: 1 }).findings[0]?.findingId).toBe(audit({ documents }).findings[0]?.findingId)
  })

  it.each(['   ', '\u{1F600}', 'M43.02\u0000', '\u202eM43.02', '__proto__', 'M43.02XXXXXXXXXX', '0RG10A0'])(
    'finds %j among the diagnoses invalid, and names it',
    (code) => {
      const result = audit({
        diagnoses: [
          { role: 'principal', code: 'M43.02', poa: 'Y' },
          { role: 'secondary', code, poa: 'Y' },
        ],
      })
      expect(result.findings.map((finding) => finding.ruleId)).toEqual(['code.invalid', 'documentation.absent'])
      expect(result.findings[0]?.message).toMatch(/^\S.* is not a valid ICD-10-CM code/)
    },
  )

  it('says which tables of the user it was judged by', () => {
    const judged = auditClaim(normalizeClaim(stay), {
      ...knowledge,
      ...tablesGiven({ poaExempt: ['Z79.4'], coverage: [] }),
    })
    expect('editions' in judged && judged.editions).toMatchObject({
      poaExempt: expect.stringMatching(/^sha256:/),
      coverage: expect.stringMatching(/^sha256:/),
    })
  })

  it('no longer raises a finding once its proposal is applied', () => {
    const before = audit({
      diagnoses: [{ role: 'principal', code: 'M43.0', poa: 'Y' }],
      documents: [note('Acquired spondylolysis at C6, seen on CT.')],
    })
    expect(before.findings.map((finding) => finding.ruleId)).toContain('code.not-billable')
    expect(correctionsOf(before)[0]).toMatchObject({
      kind: 'code-change',
      changes: { replace: [{ from: 'M43.0', to: 'M43.02' }] },
    })
    expect(audit({ documents: [note('Acquired spondylolysis at C6, seen on CT.')] }).findings).toEqual([])
  })
})

describe('a correction that is applied', () => {
  const cases = readRulePacks().flatMap((entry) => entry.cases)
  const findingsOf = (claim: Claim, each: RuleCase): Finding[] => {
    const result = auditClaim(claim, { ...knowledge, ...tablesGiven(each.tables ?? {}) })
    return 'rejected' in result ? [] : result.findings
  }
  /** Findings that stand again after their own proposal was applied, or are raised by its very codes. */
  const standing = (each: RuleCase): string[] => {
    const claim = claimOf(each)
    return findingsOf(claim, each)
      .filter(({ proposal }) => changesCodes(proposal))
      .flatMap(({ ruleId, findingId, proposal, codes }) => {
        const again = findingsOf({ ...claim, ...applied(claim, [proposal]) }, each)
        const proposed = [...proposal.add.map(({ code }) => code), ...proposal.replace.map(({ to }) => to)]
        return again.some(
          (finding) =>
            finding.findingId === findingId ||
            (finding.ruleId === ruleId && finding.codes.some((code) => proposed.includes(code))),
        )
          ? [`${each.name}: ${ruleId} ${codes.join(' ')} ${JSON.stringify(proposal)}`]
          : []
      })
  }

  it('no longer raises its finding, in every case of every rule', () => {
    expect(cases.flatMap(standing)).toEqual([])
  })

  it('nor in two cases as one claim', () => {
    const plain = cases.filter(
      ({ claim, tables, claimType }) => claim === undefined && tables === undefined && claimType === undefined,
    )
    const either = fc.nat({ max: plain.length - 1 }).map((at) => plain[at] as RuleCase)
    fc.assert(
      fc.property(either, either, (one, other) => {
        const both: RuleCase = {
          ...one,
          codes: [...new Set([...one.codes, ...other.codes])],
          procedures: [...(one.procedures ?? []), ...(other.procedures ?? [])],
          documents: [...(one.documents ?? []), ...(other.documents ?? [])],
        }
        expect(standing(both)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})
