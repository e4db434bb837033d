import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { auditClaim } from '@claims-audit/audit'
import { normalizeClaim } from '@claims-audit/claim'
import type { SubmittedClaim } from '@claims-audit/contracts'
import { openEvidence } from '@claims-audit/evidence'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLexicon, type LexiconError } from '../lexicon/lexicon.js'
import { openKnowledge } from '../open/open-knowledge.js'
import { runConceptCases, runShippedConceptCases } from './pack-concepts.js'

/** A pack that brings a concept with a code of its own, and a rule that asks for it. */
const PACK = {
  'concepts.yaml': `concepts:
  kyphosis:
    codes: [M40.2-]
    words: [kyphosis/kyphotic, rounded back deformity]
    exclusions: [kyphosis brace]
`,
  'concepts.cases.yaml': `cases:
  - { name: affirmed, text: Thoracic kyphosis on films., facts: [{ concept: kyphosis, regions: [thoracic] }] }
  - { name: denied, text: No kyphosis., facts: [{ concept: kyphosis, assertion: negated }] }
  - { name: a brace, text: He owns a kyphosis brace., facts: [] }
`,
  'kyphosis-unsupported.yaml': `id: kyphosis.unsupported
status: stable
severity: error
action: review
title: Kyphosis billed, and nothing in the record affirms it
message: '{code} is billed, and no document affirms kyphosis'
why: A code must rest on a provider's diagnosis in the record.
source: ICD-10-CM Official Guidelines FY2026, I.A.19
knownFalsePositives: []
when:
  billed: [M40.2-]
  documented: true
  none:
    - facts: { concepts: [kyphosis] }
`,
  'kyphosis-unsupported.cases.yaml': `cases:
  - { name: silent, expect: fires, codes: [M40.204], documents: [{ type: progress-note, text: Back strain. }] }
  - { name: affirmed, expect: quiet, codes: [M40.204], documents: [{ type: progress-note, text: Thoracic kyphosis. }] }
`,
}

it('what ships holds to every case beside its concepts', () => {
  expect(runShippedConceptCases(openEvidence(readLexicon()))).toEqual([])
})

let pack: string

beforeEach(() => {
  pack = mkdtempSync(join(tmpdir(), 'pack-'))
})
afterEach(() => rmSync(pack, { recursive: true }))

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(pack, name), text)
}

const CLAIM: SubmittedClaim = {
  tenant: 'T',
  claimId: 'K-1',
  version: 1,
  revision: 0,
  claimType: 'institutional-inpatient',
  facility: { id: 'F' },
  payer: { id: 'P' },
  patient: { id: 'P', birthDate: '1960-01-01', sex: 'F' },
  admissionDate: '2026-01-04',
  dischargeDate: '2026-01-09',
  dischargeStatus: '01',
  diagnoses: [{ sequence: 1, role: 'principal', code: 'M40.204', poa: 'Y' }],
  procedures: [],
  documents: [{ id: 'D1', type: 'progress-note', date: '2026-01-05', text: 'No kyphosis. Back strain.' }],
}

it('reads a concept of a pack, judges the codes it supports, and runs the rules that ask for it', () => {
  write(PACK)
  const result = auditClaim(normalizeClaim(CLAIM), openKnowledge({ ruleDirectories: [pack] }))
  if ('rejected' in result) throw new Error(result.rejected.code)
  expect(result.support).toEqual([{ code: 'M40.204', support: 'contradicted' }])
  expect(result.findings.map(({ ruleId }) => ruleId)).toContain('kyphosis.unsupported')
})

it('gives a rule set another digest for other concepts', () => {
  write(PACK)
  const before = openKnowledge({ ruleDirectories: [pack] }).rules.digest
  write({ 'concepts.yaml': PACK['concepts.yaml'].replace('rounded back', 'round back') })
  expect(openKnowledge({ ruleDirectories: [pack] }).rules.digest).not.toBe(before)
})

it('says which cases of a concept do not hold, and what was read', () => {
  write({ ...PACK, 'concepts.yaml': PACK['concepts.yaml'].replace('    exclusions: [kyphosis brace]\n', '') })
  expect(runConceptCases([pack], openEvidence(readLexicon({ packs: [pack] })))).toEqual([
    expect.stringMatching(/concepts\.cases\.yaml: a brace: read \[\{"concept":"kyphosis","text":"kyphosis"/),
  ])
  expect(() => openKnowledge({ ruleDirectories: [pack] })).toThrow('a case does not hold: ')
})

it.each([
  [
    'a concept that ships',
    'kyphosis:',
    'spondylolysis:',
    /concepts\.yaml:\d: \/concepts\/spondylolysis: defined already/,
  ],
  ['a code that is none', 'M40.2-', 'kyphosis', /concepts\.yaml:3: \/concepts\/kyphosis\/codes\/0: must match pattern/],
  ['an unknown group', 'kyphosis/kyphotic', "'{kyphotic} back'", /concepts\.yaml:4: .*no group is named \{kyphotic\}/],
  ['an unknown field', '    codes:', '    code:', /concepts\.yaml:3: \/concepts\/kyphosis\/code: unknown field/],
])('refuses %s by file, line and field', (_, from, to, problem) => {
  write({ 'concepts.yaml': PACK['concepts.yaml'].replace(from, to) })
  let problems: string[] = []
  try {
    readLexicon({ packs: [pack] })
  } catch (error) {
    problems = (error as LexiconError).problems
  }
  expect(problems).toContainEqual(expect.stringMatching(problem))
})

it('wants cases beside the concepts', () => {
  write({ 'concepts.yaml': PACK['concepts.yaml'] })
  expect(() => runConceptCases([pack], openEvidence(readLexicon({ packs: [pack] })))).toThrow(
    "concepts.cases.yaml: no cases of the pack's concepts",
  )
})
