import { dotted, normalizeCode } from '@claims-audit/contracts'
import type { Proposal, Rule } from '@claims-audit/contracts'
import type { Fact } from '@claims-audit/evidence'
import type { Questions } from '../rules/condition.js'
import { NO_CHANGE } from './match.js'
import { discOf } from '../record/levels.js'
import { fill, matchesAny, restOf } from '../rules/patterns.js'
import { replacing } from './proposal.js'
import { digitOf, isCervical, sharedRegions, siteOf, siteOfTitle } from '../record/regions.js'
import type { Site } from '../record/regions.js'
import type { RecordUnderAudit } from './subject.js'
import type { FactRule, Subject } from '../rules/fact-rule.js'

type Propose = NonNullable<Rule['propose']>

/** The codes that a rule proposes, and whether they leave open what only the provider can say. */
export interface RuleProposal {
  codes: Proposal
  ask: boolean
}

const decided = (codes: Proposal): RuleProposal => ({ codes, ask: false })

/** What a rule proposes for a subject, by the facts that raised it; nothing where no code, or not one code, fits. */
export function proposalOf(
  rule: FactRule,
  subject: Subject,
  facts: Fact[],
  record: RecordUnderAudit,
  ask: Questions,
): RuleProposal {
  const { replaceWith, combine } = rule.propose ?? {}
  if (combine !== undefined && subject.code !== undefined) return decided(combined(combine, subject.code, record))
  const pattern = typeof replaceWith === 'object' ? patternFor(subject.code ?? '', replaceWith) : replaceWith
  if (pattern !== undefined && subject.code !== undefined)
    return decided(replaced(subject.code, pattern, rule, facts, record))
  return added(rule, subject, facts, record, ask)
}

const patternFor = (code: string, byCode: Record<string, string>): string | undefined =>
  Object.entries(byCode).find(([pattern]) => matchesAny(code, [pattern]))?.[1]

function added(
  { propose, when: { affirmed } }: FactRule,
  { site }: Subject,
  facts: Fact[],
  record: RecordUnderAudit,
  ask: Questions,
): RuleProposal {
  for (const { when, lacks, level, code: pattern, poa, ask: leavesOpen = false } of propose?.add ?? []) {
    const grounds = when === undefined ? facts : ask.found(when)
    if (grounds.length === 0 && when !== undefined) continue
    if (lacks !== undefined && ask.found(lacks).length > 0) continue
    if (level !== undefined && !facts.some((fact) => fact.level === level)) continue
    // A multiple-sites code leaves the finding's own region to the record, and so does one that the record places
    // elsewhere in so many words.
    const stated = affirmed === undefined ? undefined : siteStated(ask.found({ ...affirmed, region: 'any' }))
    const at = site === undefined || site === 'several' ? siteOf(facts) : (stated ?? site)
    const code = fill(pattern, valuesOf(at, grounds))
    if (isBillable(code, record) && namesSite(code, pattern, at, record))
      return {
        codes: { ...NO_CHANGE, add: [{ code, role: 'secondary', ...(poa !== undefined && { poa }) }] },
        ask: leavesOpen,
      }
  }
  return decided(NO_CHANGE)
}

/** The one region in which the mentions' own sentences place a condition. */
function siteStated(facts: Fact[]): Site | undefined {
  const placed = facts.filter((fact) => fact.placed === 'sentence')
  const [only, other] = sharedRegions(placed)
  return other === undefined ? only : undefined
}

/**
 * Only where its own sentence places each mention does the record decide for a region; a code that another billed one
 * already says is not said twice.
 */
function replaced(
  from: string,
  pattern: string,
  { when }: FactRule,
  facts: Fact[],
  record: RecordUnderAudit,
): Proposal {
  const rest = (when.billed ?? []).map((billed) => restOf(from, billed)).find((each) => each !== undefined) ?? ''
  const site = siteOf(facts)
  const to = fill(pattern, { ...valuesOf(site, facts), rest, parent: from.slice(0, -1) })
  const placed = !pattern.includes('{region}') || facts.every((fact) => fact.placed === 'sentence')
  return placed && isBillable(to, record) && namesSite(to, pattern, site, record) && normalizeCode(to) !== from
    ? replacing(from, normalizeCode(to), record.claim)
    : NO_CHANGE
}

/** The first code that says two billed ones: it takes the subject's place, and the other goes. */
function combined(pairs: NonNullable<Propose['combine']>, subject: string, record: RecordUnderAudit): Proposal {
  for (const { code, beside, into } of pairs) {
    const rest = restOf(subject, code)
    if (rest === undefined) continue
    const patterns = beside.map((pattern) => fill(pattern, { rest }))
    const other = record.billed.find((each) => matchesAny(each, patterns))
    const to = fill(into, { rest })
    if (other === undefined || !isBillable(to, record)) continue
    const { remove, replace } = replacing(subject, normalizeCode(to), record.claim)
    return { add: [], remove: [...remove, { code: dotted(other) }], replace }
  }
  return NO_CHANGE
}

const isBillable = (code: string, { codeSets, date }: RecordUnderAudit): boolean =>
  codeSets.diagnosis(normalizeCode(code), date)?.billable === true

/**
 * The digit that M43.- has for several regions is, elsewhere, that of an unspecified one: the code's own title decides.
 */
function namesSite(
  code: string,
  pattern: string,
  site: Site | undefined,
  { codeSets, date }: RecordUnderAudit,
): boolean {
  return (
    site === undefined ||
    !pattern.includes('{region}') ||
    siteOfTitle(codeSets.diagnosis(normalizeCode(code), date)?.title ?? '') === site
  )
}

/**
 * `{region}` is a site's fifth character; `{disc}`, where M50.- holds, its characters for the disc's level, and 0 where
 * no one disc is named.
 */
export function valuesOf(site: Site | undefined, facts: Fact[] = []): Record<string, string> {
  const digit = digitOf(site)
  return {
    ...(digit !== undefined && { region: digit }),
    ...(isCervical(site) && { disc: discOf(facts.flatMap(({ level }) => level ?? [])) ?? '0' }),
  }
}
