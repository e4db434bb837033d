import { digestOfCanonical, inCanonicalOrder } from '@claims-audit/claim'
import { nameUuids } from '@claims-audit/contracts'
import type { Finding, Rule } from '@claims-audit/contracts'
import { NO_CHANGE } from './match.js'
import type { Match } from './match.js'
import { textOf } from '../rules/lint-query.js'
import { fill } from '../rules/patterns.js'

/** The namespace under which findings and corrections get their ids. */
const idOf = nameUuids('6f0f5d3e-6f0a-5c0b-9a53-8c1d5d1c0f11')

/** One id for the same parts, always; the separator cannot occur in them. */
export const identify = (...parts: (string | number)[]): string => idOf(parts.join('\u001f'))

/** The id of what a rule finds at a place of a claim version. */
export const findingIdOf = (
  { tenant, claimId, version }: { tenant: string; claimId: string; version: number },
  ruleId: string,
  locus: string,
): string => identify(tenant, claimId, version, ruleId, locus)

/**
 * Quotes and indicators of one finding, at most: who reads it needs no more, and a claim of 4 MB could quote itself ten
 * times over.
 */
const MOST_QUOTED = 500

/** What ends every list of options. */
const OPEN_ENDS = ['Other', 'Unable to determine']

function optionsOf({ options }: NonNullable<Rule['query']>, match: Match): string[] {
  return match.options === undefined ? options.map(textOf) : [...match.options, ...OPEN_ENDS]
}

/** What the digest of a finding covers: all that is judged, and nothing of the claim or the DRG. */
type Judged = Omit<Finding, 'findingId' | 'findingDigest' | 'locus' | 'status' | 'drgImpact'>

/**
 * The fields in canonical order as they stand; only what nests deeper is sorted. A claim has one or two findings, and
 * each is digested.
 */
function canonicalJson(judged: Judged): string {
  const { action, codes, evidence, message, missing, proposal, query, ruleId, severity, source, why } = judged
  return JSON.stringify({
    action,
    codes,
    evidence: evidence.length === 0 ? evidence : inCanonicalOrder(evidence),
    message,
    missing,
    proposal: proposal === NO_CHANGE ? proposal : inCanonicalOrder(proposal),
    query: query && inCanonicalOrder(query),
    ruleId,
    severity,
    source,
    why,
  })
}

/**
 * A rule's words and a match's particulars make a finding. Its id leaves out the rule set and the revision, so that a
 * verdict survives both.
 */
export function findingOf(
  rule: Rule,
  match: Match,
  claim: { tenant: string; claimId: string; version: number },
): Finding {
  const locus = [...[...match.codes].sort(), ...(match.target ?? [])].join('|')
  const action = match.action ?? rule.action
  const judged: Judged = {
    ruleId: rule.id,
    severity: match.severity ?? rule.severity,
    codes: match.codes,
    message: fill(rule.message, match.values),
    why: fill(rule.why, match.values),
    source: fill(rule.source, match.values),
    evidence: (match.evidence ?? []).slice(0, MOST_QUOTED),
    missing: match.missing ?? [],
    action,
    proposal: match.proposal ?? NO_CHANGE,
    query:
      action === 'query' && rule.query !== undefined
        ? {
            indicators: (match.indicators ?? []).slice(0, MOST_QUOTED),
            question: fill(rule.query.question, match.values),
            options: optionsOf(rule.query, match),
          }
        : null,
  }
  return {
    findingId: findingIdOf(claim, rule.id, locus),
    findingDigest: digestOfCanonical(canonicalJson(judged)),
    locus,
    status: 'open',
    ...judged,
    drgImpact: match.drgImpact ?? null,
  }
}
