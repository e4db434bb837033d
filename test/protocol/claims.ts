import type { VoidedVersion } from '@claims-audit/audit'
import type { AuditResult, Finding } from '@claims-audit/contracts'

/** A claim version as upstream sends it; `content` stands for all it says. */
export interface Submitted {
  claimId: string
  version: number
  revision: number
  content: string
  poisoned: boolean
  /** It says that the claim is void. */
  voids?: boolean
}

export type Random = () => number

/** A small generator with a seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * What an unruly upstream sends of a few claims: new versions, late documents, versions out of order, repeats,
 * contradictions, voids, rubbish.
 */
export function submissions(random: Random): Submitted[] {
  const sent: Submitted[] = []
  const pick = <T>(items: T[]): T => items[Math.floor(random() * items.length)] as T
  for (let at = 0; at < 14; at += 1) {
    const claimId = pick(['A', 'B', 'C'])
    const earlier = sent.filter((claim) => claim.claimId === claimId && !claim.poisoned)
    const dice = random()
    if (dice < 0.2 && earlier.length > 0) sent.push({ ...pick(earlier) })
    else if (dice < 0.28 && earlier.length > 0) sent.push({ ...pick(earlier), content: `other ${at}` })
    else if (dice < 0.36) sent.push({ claimId, version: 1, revision: 0, content: `rubbish ${at}`, poisoned: true })
    else if (dice < 0.46) sent.push(voidOf(claimId, 1 + Math.floor(random() * 4)))
    else
      sent.push({
        claimId,
        version: 1 + Math.floor(random() * 3),
        revision: Math.floor(random() * 2),
        content: pick(['clean', 'query', 'change', 'both']),
        poisoned: false,
      })
  }
  return sent
}

const voidOf = (claimId: string, version: number): Submitted => ({
  ...{ claimId, version, revision: 0, content: 'void', poisoned: false },
  voids: true,
})

export const voidedOf = ({ claimId, version, revision, content }: Submitted): VoidedVersion => ({
  ...{ tenant: 't', claimId, claimVersion: version, revision },
  contentDigest: `sha256:${content}`,
  outcome: 'voided',
})

/** The audit of a claim, as pure as the real one: the same content always gives the same findings. */
export function resultOf({ claimId, version, revision, content }: Submitted, rules = ''): AuditResult {
  const kinds =
    content === 'clean'
      ? []
      : content === 'both'
        ? (['query', 'change'] as const)
        : ([content === 'change' ? 'change' : 'query'] as const)
  const findings = kinds.map((kind) => finding(kind, version, rules))
  return {
    tenant: 't',
    claimId,
    claimVersion: version,
    revision,
    contentDigest: `sha256:${content}`,
    outcome: findings.length > 0 ? 'findings' : 'clean',
    editions: { ruleSet: 'sha256:rules', icd10: 'FY2026', msDrg: null, notes: 'FY2026 April' },
    facets: {
      claimType: 'professional',
      facilityId: null,
      payerId: null,
      coder: null,
      admissionDate: null,
      dischargeDate: null,
      totalCharge: null,
      billedDrg: null,
      codes: [],
    },
    findings,
    support: [],
    drg: null,
  }
}

function finding(kind: 'query' | 'change', version: number, rules: string): Finding {
  const changes = kind === 'change' ? [{ from: 'M43.0', to: 'M43.02' }] : []
  return {
    findingId: `${kind}-${version}${rules}`,
    findingDigest: 'sha256:f',
    locus: kind,
    ruleId: `rule.${kind}`,
    severity: 'warning',
    status: 'open',
    codes: ['M43.02'],
    message: '',
    why: '',
    source: '',
    evidence: [],
    missing: [],
    action: kind === 'change' ? 'correct' : 'query',
    proposal: { add: [], remove: [], replace: changes },
    query: kind === 'query' ? { indicators: [], question: '?', options: [] } : null,
    drgImpact: null,
  }
}
