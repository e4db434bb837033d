import type { Correction } from '../../contracts/src/contracts.ts'
import type { SentClaim, Taken } from '../../examples/sender/typescript/sender.ts'

/** What a system that sends claims has, what it is asked for, and what has to come of it. */
export interface SenderCase {
  name: string
  claims: SentClaim[]
  corrections: Correction[]
  /** Versions that people make between the first correction and the others. */
  later?: SentClaim[]
  want: Outcome
}

export interface Outcome {
  taken: Taken[]
  versions: number[]
  codes: string[][]
  tasks: string[]
  unsent: number[]
}

const claim: SentClaim = {
  tenant: 'hospital',
  claimId: 'A-1',
  version: 1,
  claimType: 'institutional-inpatient',
  patient: { birthDate: '1960-01-01', sex: 'F' },
  diagnoses: [
    { role: 'principal', code: 'M4302', poa: 'Y' },
    { role: 'admitting', code: 'M542' },
    { role: 'secondary', code: 'M43.0', poa: 'Y' },
  ],
  billedDrg: '552',
}
const nothing = { add: [], remove: [], replace: [] }

const correction = (sequence: number, more: Partial<Correction>): Correction => ({
  correctionId: `00000000-0000-4000-8000-00000000000${sequence}`,
  sequence,
  tenant: 'hospital',
  claimId: 'A-1',
  expectedClaimVersion: 1,
  revision: 0,
  kind: 'hold',
  changes: nothing,
  query: null,
  findingIds: [],
  evidence: [],
  drgBefore: null,
  drgAfter: null,
  ruleSet: 'sha256:0',
  decidedBy: 'rule',
  supersedes: null,
  ...more,
})
const change = (sequence: number, from: string, to: string, more: Partial<Correction> = {}): Correction =>
  correction(sequence, { kind: 'code-change', changes: { ...nothing, replace: [{ from, to }] }, ...more })
const removal = (sequence: number, code: string): Correction =>
  correction(sequence, { kind: 'code-change', changes: { ...nothing, remove: [{ code }] } })

const same = { versions: [1], codes: [['M4302', 'M542', 'M43.0']], tasks: [], unsent: [1] }

/** What each sender of the examples is held to. */
export const SENDER_CASES: SenderCase[] = [
  {
    name: 'a code change makes the next version, and sends it',
    claims: [claim],
    corrections: [change(1, 'M43.02', 'M43.12')],
    want: { ...same, taken: ['applied'], versions: [2], codes: [['M43.12', 'M542', 'M43.0']], unsent: [1, 2] },
  },
  {
    name: 'a code that goes leaves the admitting diagnosis',
    claims: [claim],
    corrections: [removal(1, 'M43.0')],
    want: { ...same, taken: ['applied'], versions: [2], codes: [['M4302', 'M542']], unsent: [1, 2] },
  },
  {
    name: 'what comes twice is done once',
    claims: [claim],
    corrections: [change(1, 'M43.02', 'M43.12'), change(1, 'M43.02', 'M43.12')],
    want: {
      ...same,
      ...{ taken: ['applied', 'repeated'], versions: [2] },
      ...{ codes: [['M43.12', 'M542', 'M43.0']], unsent: [1, 2] },
    },
  },
  {
    name: 'what is lower than the last is not done',
    claims: [claim],
    corrections: [correction(4, {}), change(3, 'M43.02', 'M43.12')],
    want: { ...same, taken: ['held', 'repeated'], tasks: ['hold'] },
  },
  {
    name: 'what asks for another version is not done',
    claims: [{ ...claim, version: 2 }],
    corrections: [change(1, 'M43.02', 'M43.12')],
    want: { ...same, taken: ['outdated'], versions: [2], unsent: [2] },
  },
  {
    name: 'of two changes of one version the second waits for the audit of the next',
    claims: [claim],
    corrections: [change(1, 'M43.02', 'M43.12'), removal(2, 'M43.0')],
    want: {
      ...same,
      ...{ taken: ['applied', 'outdated'], versions: [2] },
      ...{ codes: [['M43.12', 'M542', 'M43.0']], unsent: [1, 2] },
    },
  },
  {
    name: 'a code that is not on the claim is not changed',
    claims: [claim],
    corrections: [change(1, 'M48.02', 'M48.03')],
    want: { ...same, taken: ['outdated'] },
  },
  {
    name: 'a hold is released, a question withdrawn',
    claims: [claim],
    corrections: [
      correction(1, {}),
      correction(2, { kind: 'provider-query' }),
      correction(3, { kind: 'release' }),
      correction(4, { kind: 'withdraw', supersedes: correction(2, {}).correctionId, expectedClaimVersion: 2 }),
    ],
    want: { ...same, taken: ['held', 'asked', 'released', 'withdrawn'] },
  },
  {
    name: 'a version that a coder makes keeps what was taken before',
    claims: [claim],
    corrections: [correction(5, {}), change(4, 'M43.02', 'M43.12', { expectedClaimVersion: 2 })],
    later: [{ ...claim, version: 2 }],
    want: { ...same, taken: ['held', 'repeated'], versions: [2], tasks: ['hold'], unsent: [1, 2] },
  },
  {
    name: 'another tenant may have a claim of the same id',
    claims: [claim],
    corrections: [change(1, 'M43.02', 'M43.12', { tenant: 'another' })],
    want: { ...same, taken: ['unknown'] },
  },
]
