import { dotted, normalizeCode } from '@claims-audit/contracts'
import type { FactSelector, Proposal, Rule } from '@claims-audit/contracts'
import type { Fact } from '@claims-audit/evidence'
import { mentionsOf, select } from './facts.js'
import { NO_CHANGE, evidenceOf } from './hit.js'
import type { Hit } from './hit.js'
import { fill, matchesAny } from './patterns.js'
import { replacing } from './proposal.js'
import { digitOf, isCervical, siteOf, siteOfTitle } from './regions.js'
import type { Site } from './regions.js'
import { billedDiagnoses } from './subject.js'
import type { RecordUnderAudit } from './subject.js'

type When = NonNullable<Rule['when']>

/** A billed code that a rule looks at, with the site its title names; no code where the rule is about the claim as a whole. */
interface Subject {
  code?: string
  title: string
  site: Site | undefined
}

/** Runs a rule's `when` over the record: one hit per billed code that it fits, or one for the claim. */
export function hitsOf(rule: Rule & { when: When }, record: RecordUnderAudit): Hit[] {
  if (rule.when.documented !== undefined && rule.when.documented !== record.documented) return []
  return subjectsOf(rule.when, record).flatMap((subject) => hitAt(rule, subject, record) ?? [])
}

function subjectsOf(when: When, { claim, codeSets, date }: RecordUnderAudit): Subject[] {
  const patterns = when.billed
  if (patterns === undefined) return [{ title: '', site: undefined }]
  const codes = [...new Set(billedDiagnoses(claim))].filter((code) => matchesAny(code, patterns))
  return codes.flatMap((code) => {
    const entry = codeSets.diagnosis(code, date)
    // A header is asked about first (code.not-billable); what it stands for is judged once it is a code.
    if (entry?.header === true) return []
    const title = entry?.title ?? ''
    return [{ code, title, site: siteOfTitle(title) }]
  })
}

function hitAt(rule: Rule & { when: When }, subject: Subject, record: RecordUnderAudit): Hit | undefined {
  const { when } = rule
  const found = (selector: FactSelector): Fact[] => select(record.facts, selector, record.claim.claimType, subject.site)
  const affirmed = when.affirmed === undefined ? [] : found(when.affirmed)
  if (when.affirmed !== undefined && affirmed.length === 0) return undefined
  if (when.notAffirmed !== undefined && found(when.notAffirmed).length > 0) return undefined
  const uncoded = affirmed.filter((fact) => !isCoded(when.unbilled ?? [], fact.regions, record))
  if (when.unbilled !== undefined && (affirmed.length === 0 ? isCoded(when.unbilled, [], record) : uncoded.length === 0)) return undefined

  const proposal = proposed(rule, subject, uncoded, record, found)
  return {
    codes: subject.code === undefined ? [] : [dotted(subject.code)],
    values: {
      code: subject.code === undefined ? '' : dotted(subject.code),
      title: subject.title,
      where: [...new Set(affirmed.filter((fact) => fact.regions.length > 0).map((fact) => fact.regions.join(' or ')))].join(' and '),
      said: affirmed[0]?.text ?? '',
    },
    evidence: evidenceOf(mentionsOf(affirmed)),
    missing: rule.missing ?? [],
    // What the record does not decide alone, a person looks at.
    ...(rule.action === 'correct' && rule.propose !== undefined && proposal.replace.length === 0 && { action: 'review' as const }),
    proposal,
    indicators: mentionsOf(affirmed).map((fact) => `"${fact.text}" (${fact.documentType})`),
  }
}

/** Whether a billed code carries the condition at any of the regions that it may be in. */
function isCoded(patterns: string[], regions: Site[], { claim }: RecordUnderAudit): boolean {
  const filled = patterns.flatMap((pattern) => (regions.length === 0 ? [pattern] : regions.map((region) => fill(pattern, valuesOf(region)))))
  return billedDiagnoses(claim).some((code) => matchesAny(code, filled))
}

function proposed(rule: Rule, subject: Subject, facts: Fact[], record: RecordUnderAudit, found: (selector: FactSelector) => Fact[]): Proposal {
  const { replaceWith, add } = rule.propose ?? {}
  if (replaceWith !== undefined && subject.code !== undefined) return replaced(subject.code, fill(replaceWith, valuesOf(siteOf(facts))), facts, record)
  // A multiple-sites code leaves the finding's own region to the record.
  const values = valuesOf(subject.site === undefined || subject.site === 'several' ? siteOf(facts) : subject.site)
  const fits = (option: { when?: FactSelector; level?: string }): boolean =>
    (option.when === undefined || found(option.when).length > 0) && (option.level === undefined || facts.some((fact) => fact.level === option.level))
  const code = add?.filter(fits).map((option) => fill(option.code, values)).find((filled) => isBillable(filled, record))
  return code === undefined ? NO_CHANGE : { ...NO_CHANGE, add: [{ code, role: 'secondary' }] }
}

/** Only where its own sentence places each mention does the record decide; a code that another billed one already says is not said twice. */
function replaced(from: string, to: string, facts: Fact[], record: RecordUnderAudit): Proposal {
  if (!isBillable(to, record) || normalizeCode(to) === from || facts.some((fact) => fact.placed !== 'sentence')) return NO_CHANGE
  return replacing(from, normalizeCode(to), record.claim)
}

const isBillable = (code: string, { codeSets, date }: RecordUnderAudit): boolean => codeSets.diagnosis(normalizeCode(code), date)?.billable === true

/** `{region}` is a site's fifth character; `{cervical}`, where M50.- holds, its "unspecified" one, for M50 parts the neck by levels of its own. */
function valuesOf(site: Site | undefined): Record<string, string> {
  const digit = digitOf(site)
  return { ...(digit !== undefined && { region: digit }), ...(isCervical(site) && { cervical: '0' }) }
}
