import { dotted } from '@claims-audit/contracts'
import type { Rule } from '@claims-audit/contracts'
import type { Fact } from '@claims-audit/evidence'
import { questionsOf } from './condition.js'
import type { Questions } from './condition.js'
import { isProviders, mentionsOf } from '../record/facts.js'
import { evidenceOf, indicatorsOf } from '../findings/match.js'
import type { FactRule, Subject, When } from './fact-rule.js'
import type { Match } from '../findings/match.js'
import { fill, matchesAny } from './patterns.js'
import { changesCodes } from '../findings/proposal.js'
import { proposalOf, valuesOf } from '../findings/propose.js'
import type { RuleProposal } from '../findings/propose.js'
import { isOpenEnd, textOf } from './lint-query.js'
import { siteOfTitle } from '../record/regions.js'
import type { Site } from '../record/regions.js'
import type { RecordUnderAudit } from '../findings/subject.js'

/** What such a rule's words may name. */
export const FILLED = ['code', 'title', 'beside', 'where', 'said', 'proposed', 'missing']

/** Runs a rule's `when` over the record: one match per billed code that it fits, or one for the claim. */
export function matchesOf(rule: FactRule, record: RecordUnderAudit): Match[] {
  const { documented, claimTypes, affirmed } = rule.when
  if (documented !== undefined && documented !== record.documented) return []
  if (claimTypes !== undefined && !claimTypes.includes(record.claim.claimType)) return []
  // Most claims come without a note, and then nothing is said.
  const saysNothing = record.facts.length === 0 && (affirmed?.words === undefined || record.texts.size === 0)
  if (affirmed !== undefined && saysNothing) return []
  const matches = subjectsOf(rule.when, record).flatMap((subject) => hitAt(rule, subject, record) ?? [])
  // Two codes of one kind, each beside the other, are one finding; and so is a condition that is missing beside two.
  return firstOfEach(firstOfEach(matches, sameCodes), sameAddition)
}

const firstOfEach = (matches: Match[], keyOf: (match: Match) => unknown): Match[] =>
  [...Map.groupBy(matches, keyOf).values()].flatMap(([first]) => first ?? [])

const sameCodes = ({ codes }: Match): string => [...codes].sort().join()

/** What a match adds for which words; one that adds nothing is like no other. */
function sameAddition(match: Match): string | Match {
  const { proposal, evidence = [] } = match
  if (proposal === undefined || proposal.add.length === 0 || evidence.length === 0) return match
  return JSON.stringify([proposal, evidence])
}

function subjectsOf({ billed: patterns, role, beside }: When, record: RecordUnderAudit): Subject[] {
  if (patterns === undefined) return [{ title: '', site: undefined, beside: [] }]
  const { claim, billed, codeSets, date } = record
  const codes = role === undefined ? billed : codesInRole(role, claim)
  return codes.flatMap((code) => {
    if (!matchesAny(code, patterns)) return []
    const entry = codeSets.diagnosis(code, date)
    // A header, and what never was a code, are asked about first (code.not-billable, code.invalid); what they stand for
    // is judged once it is a code.
    if (entry === undefined || entry.header) return []
    const others = beside === undefined ? [] : othersBeside(code, beside, claim)
    if (beside !== undefined && others.length === 0) return []
    return [{ code, title: entry.title, site: siteOfTitle(entry.title), beside: others }]
  })
}

const codesInRole = (role: When['role'], { diagnoses }: RecordUnderAudit['claim']): string[] => [
  ...new Set(diagnoses.filter((diagnosis) => diagnosis.role === role).map(({ code }) => code)),
]

/** Every code begins with its category. */
const CATEGORY = 3

function othersBeside(
  code: string,
  { codes, poa }: NonNullable<When['beside']>,
  claim: RecordUnderAudit['claim'],
): string[] {
  const patterns = codes.map((pattern) => fill(pattern, { category: code.slice(0, CATEGORY) }))
  const others = claim.diagnoses.filter(
    (other) =>
      other.role !== 'admitting' &&
      other.code !== code &&
      matchesAny(other.code, patterns) &&
      (poa === undefined || poa.some((indicator) => indicator === other.poa)),
  )
  return [...new Set(others.map((other) => other.code))]
}

function hitAt(rule: FactRule, subject: Subject, record: RecordUnderAudit): Match | undefined {
  const { when } = rule
  const ask = questionsOf(record, subject.site)
  const affirmed = when.affirmed === undefined ? [] : ask.found(when.affirmed)
  if (when.affirmed !== undefined && affirmed.length === 0) return undefined
  if (!conditionsHold(when, ask)) return undefined
  const uncoded = affirmed.filter((fact) => !isCoded(when.unbilled ?? [], fact.regions, record))
  if (
    when.unbilled !== undefined &&
    (affirmed.length === 0 ? isCoded(when.unbilled, [], record) : uncoded.length === 0)
  )
    return undefined
  const proposal = proposalOf(rule, subject, uncoded, record, ask)
  // What one code says of two is about both of them; without them there is nothing to say.
  if (rule.propose?.combine !== undefined && !changesCodes(proposal.codes)) return undefined

  const missing = missingOf(rule, ask)
  if (when.lacking === true && missing.length === 0) return undefined

  const mentions = mentionsOf(affirmed)
  const action = actionOf(rule, affirmed, proposal, ask, record)
  const about = rule.query?.indicators === undefined ? [] : ask.found(rule.query.indicators)
  return {
    codes: subject.code === undefined ? [] : [subject.code, ...subject.beside].map(dotted),
    values: {
      code: subject.code === undefined ? '' : dotted(subject.code),
      title: subject.title,
      beside: subject.beside.map(dotted).join(' and '),
      where: [
        ...new Set(affirmed.filter((fact) => fact.regions.length > 0).map((fact) => fact.regions.join(' or '))),
      ].join(' and '),
      said: affirmed[0]?.text ?? '',
      proposed: proposal.codes.replace[0]?.to ?? proposal.codes.add[0]?.code ?? '',
      missing: missing.join('; '),
    },
    evidence: evidenceOf(mentions),
    missing,
    ...(action !== rule.action && { action }),
    ...(rule.infoUnless !== undefined && !rule.infoUnless.some(ask.holds) && { severity: 'info' as const }),
    proposal: proposal.codes,
    indicators: indicatorsOf(mentionsOf([...mentions, ...about]), record.documentDates, record.documentTypes),
    ...(rule.query !== undefined && { options: clinicalOptions(rule.query, ask) }),
  }
}

/** The options that the record supports (ACDIS/AHIMA query practice brief, 2022). */
function clinicalOptions({ options }: NonNullable<Rule['query']>, ask: Questions): string[] {
  return options
    .filter((option) => typeof option === 'string' || ask.holds(option.when))
    .map(textOf)
    .filter((text) => !isOpenEnd(text))
}

function conditionsHold({ all = [], any, none = [] }: When, ask: Questions): boolean {
  return all.every(ask.holds) && (any === undefined || any.some(ask.holds)) && !none.some(ask.holds)
}

/** Whether a billed code carries the condition at any of the regions that it may be in. */
function isCoded(patterns: string[], regions: Site[], { billed }: RecordUnderAudit): boolean {
  const filled = patterns.flatMap((pattern) =>
    regions.length === 0 ? [pattern] : regions.map((region) => fill(pattern, valuesOf(region))),
  )
  return billed.some((code) => matchesAny(code, filled))
}

/**
 * What the record does not decide alone, a provider is asked about, or a person looks at: a code change rests on what a
 * provider documented (Guidelines I.B.14, III.B), and what a provider documented needs no query (ACDIS/AHIMA query
 * practice brief, 2022). A billed code is never removed without another in its place but by a person.
 */
function actionOf(
  rule: FactRule,
  affirmed: Fact[],
  { codes, ask: leavesOpen }: RuleProposal,
  ask: Questions,
  { facts, claim }: RecordUnderAudit,
): Rule['action'] {
  if (rule.action !== 'correct') return rule.action
  const concepts = rule.when.affirmed?.concepts
  const byProvider =
    concepts === undefined ||
    affirmed.some((fact) => isProviders(fact, claim.claimType)) ||
    facts.some(
      (fact) => concepts.includes(fact.concept) && fact.assertion === 'affirmed' && isProviders(fact, claim.claimType),
    )
  const asks = rule.query === undefined ? 'review' : 'query'
  if (!byProvider || leavesOpen || (rule.askWhen ?? []).some(ask.holds)) return asks
  if (rule.propose === undefined || codes.replace.length > 0 || codes.add.length > 0) return 'correct'
  return rule.propose.add === undefined ? 'review' : asks
}

function missingOf({ missing = [] }: Rule, ask: Questions): string[] {
  return missing.flatMap((each) => (typeof each === 'string' ? [each] : ask.holds(each.unless) ? [] : [each.text]))
}
