import type { SubmittedClaim } from '@claims-audit/contracts'
import { seeded } from '../protocol/claims.ts'

const PRINCIPALS = ['M43.02', 'M43.06', 'M43.12', 'M47.12', 'M54.12', 'J18.9', 'I50.9', 'A41.9', 'S72.001A', 'K35.80']
const SECONDARIES = ['M54.12', 'G99.2', 'J96.01', 'I10', 'E11.9', 'N17.9', 'D62', 'Z79.4', 'G82.50', 'M43.12', 'Q99.99']
const PROCEDURES = ['0RG10A0', '0RG1070', '5A1955Z', '0DTJ4ZZ']
const SENTENCES = [
  'Acquired spondylolysis of C6.',
  'No radiculopathy.',
  'Left C6 radiculopathy.',
  'Cervical myelopathy due to the pars defect.',
  'Neck pain, strain.',
  'Lumbar spondylolysis at L4.',
]

/** Claims of made-up patients, the same for the same seed. Ids begin with `name`, so that runs do not meet. */
export function* syntheticClaims(count: number, seed: number, name: string): Generator<SubmittedClaim> {
  const random = seeded(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const some = <T>(items: readonly T[], most: number): T[] =>
    Array.from({ length: Math.floor(random() * (most + 1)) }, () => pick(items))
  for (let n = 0; n < count; n += 1) {
    const codes = [pick(PRINCIPALS), ...new Set(some(SECONDARIES, 6))]
    yield {
      tenant: 'synthetic',
      claimId: `${name}-${n}`,
      claimType: 'institutional-inpatient',
      facility: { id: pick(['F1', 'F2', 'F3']) },
      payer: { id: 'MEDICARE' },
      patient: {
        id: `P-${n}`,
        birthDate: `19${String(30 + Math.floor(random() * 60))}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 9)}`,
        sex: pick(['F', 'M']),
      },
      admissionDate: '2026-02-02',
      dischargeDate: '2026-02-06',
      dischargeStatus: pick(['01', '03', '06', '20']),
      diagnoses: codes.map((code, at) => ({
        sequence: at + 1,
        role: at === 0 ? 'principal' : 'secondary',
        code,
        poa: pick(['Y', 'Y', 'N', 'U']),
      })),
      procedures: some(PROCEDURES, 2).map((code, at) => ({ sequence: at + 1, code, date: '2026-02-03' })),
      billedDrg: pick(['551', '552', '473', '195']),
      totalCharge: `${10_000 + n}.00`,
      documents:
        random() < 0.5
          ? []
          : [{ id: 'D1', type: 'progress-note', date: '2026-02-03', text: some(SENTENCES, 3).join(' ') || 'Stable.' }],
    }
  }
}

/** How far back what is sent again was sent. */
const RECENT = 1_000

/**
 * The same with repeats, contradictions and new versions among them, as an unruly upstream sends them. `count` is that
 * of the claims.
 */
export function* unrulyClaims(count: number, seed: number, name: string): Generator<SubmittedClaim> {
  const random = seeded(seed)
  const recent: SubmittedClaim[] = []
  for (const claim of syntheticClaims(count, seed, name)) {
    yield claim
    recent[recent.length < RECENT ? recent.length : Math.floor(random() * RECENT)] = claim
    const earlier = recent[Math.floor(random() * recent.length)] as SubmittedClaim
    const dice = random()
    if (dice < 0.03) yield earlier
    else if (dice < 0.05) yield { ...earlier, billedDrg: '999' }
    else if (dice < 0.09) yield { ...earlier, version: 1 + Math.floor(random() * 4), dischargeStatus: '06' }
  }
}

const MENTIONS = [
  'radiculopathy',
  'myelopathy',
  'arm weakness',
  'hand numbness',
  'neck pain',
  'a pars defect',
  'foraminal stenosis',
  'gait imbalance',
  'a fusion',
  'physical therapy',
]
const LEVELS = ['C3-C4', 'C4-C5', 'C5-C6', 'C6-C7', 'L4-L5', 'C6']
const FRAMES: ((mention: string, level: string) => string)[] = [
  (mention, level) => `There is ${mention} at ${level}.`,
  (mention) => `No ${mention}.`,
  (mention) => `She denies ${mention} today.`,
  (mention, level) => `Possible ${mention} at ${level}, to be followed.`,
  (mention) => `Her brother had ${mention}.`,
  (mention, level) => `MRI shows ${mention} on the left at ${level}.`,
]

/** A valid claim of so many bytes whose one note mentions something in nearly every word, as no hospital writes. */
export function denseClaim(bytes: number, seed: number, name: string): SubmittedClaim {
  const random = seeded(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const [claim] = [...syntheticClaims(1, seed, name)] as [SubmittedClaim]
  const claimOf = (text: string): SubmittedClaim => ({
    ...claim,
    documents: [{ id: 'D1', type: 'progress-note', date: '2026-02-03', text }],
  })
  const left = bytes - Buffer.byteLength(JSON.stringify(claimOf('')))
  let text = ''
  while (text.length < left) text += `${pick(FRAMES)(pick(MENTIONS), pick(LEVELS))} `
  return claimOf(text.slice(0, left))
}
