import { dotted } from '@claims-audit/contracts'
import type { FactSelector, Proposal, Rule } from '@claims-audit/contracts'
import type { Fact, Region } from '@claims-audit/evidence'
import { select } from './facts.js'
import { NO_CHANGE, evidenceOf } from './hit.js'
import type { Hit } from './hit.js'
import { fill, matchesAny } from './patterns.js'
import { digitOf, regionOfTitle } from './regions.js'
import { billedDiagnoses } from './subject.js'
import type { RecordUnderAudit } from './subject.js'

type When = NonNullable<Rule['when']>

/** A billed code that a rule looks at, with the region its title names; no code where the rule is about the claim as a whole. */
interface Subject {
  code?: string
  title: string
  region?: Region
}

/** Runs a rule's `when` over the record: one hit per billed code that it fits, or one for the claim. */
export function hitsOf(rule: Rule & { when: When }, record: RecordUnderAudit): Hit[] {
  if (rule.when.documented !== undefined && rule.when.documented !== record.documented) return []
  return subjectsOf(rule.when, record).flatMap((subject) => hitAt(rule, subject, record) ?? [])
}

function subjectsOf(when: When, { claim, codeSets, date }: RecordUnderAudit): Subject[] {
  const patterns = when.billed
  if (patterns === undefined) return [{ title: '' }]
  // A header is asked about first (code.not-billable); what it stands for is judged once it is a code.
  const codes = [...new Set(billedDiagnoses(claim))].filter((code) => matchesAny(code, patterns) && codeSets.diagnosis(code, date)?.header !== true)
  return codes.map((code) => {
    const title = codeSets.diagnosis(code, date)?.title ?? ''
    const region = regionOfTitle(title)
    return { code, title, ...(region && { region }) }
  })
}

function hitAt(rule: Rule & { when: When }, subject: Subject, record: RecordUnderAudit): Hit | undefined {
  const { when } = rule
  const found = (selector: FactSelector): Fact[] => select(record.facts, selector, record.claim.claimType, subject.region)
  const affirmed = when.affirmed === undefined ? [] : found(when.affirmed)
  if (when.affirmed !== undefined && affirmed.length === 0) return undefined
  if (when.notAffirmed !== undefined && found(when.notAffirmed).length > 0) return undefined
  const digits = { code: subject.region && digitOf([subject.region]), record: digitOf(affirmed.flatMap((fact) => fact.regions.slice(0, 1))) }
  const region = digits.code ?? digits.record ?? '0'
  if (when.unbilled?.some((pattern) => billedDiagnoses(record.claim).some((code) => matchesAny(code, [fill(pattern, { region })])))) return undefined

  return {
    codes: subject.code === undefined ? [] : [dotted(subject.code)],
    values: {
      code: subject.code === undefined ? '' : dotted(subject.code),
      title: subject.title,
      where: [...new Set(affirmed.flatMap((fact) => fact.regions))].join(' or '),
      said: affirmed[0]?.text ?? '',
    },
    evidence: evidenceOf(affirmed),
    missing: rule.missing ?? [],
    proposal: proposed(rule, subject, { region, record: digits.record }, affirmed, found),
    indicators: affirmed.map((fact) => `"${fact.text}" (${fact.documentType})`),
  }
}

function proposed(rule: Rule, subject: Subject, digits: { region: string; record: string | undefined }, affirmed: Fact[], found: (selector: FactSelector) => Fact[]): Proposal {
  const { replaceWith, add } = rule.propose ?? {}
  if (replaceWith !== undefined && subject.code !== undefined && digits.record !== undefined)
    return { ...NO_CHANGE, replace: [{ from: dotted(subject.code), to: fill(replaceWith, { region: digits.record }) }] }
  const choice = add?.find((option) => (option.when === undefined || found(option.when).length > 0) && (option.level === undefined || affirmed.some((fact) => fact.level === option.level)))
  return choice === undefined ? NO_CHANGE : { ...NO_CHANGE, add: [{ code: fill(choice.code, { region: digits.region }), role: 'secondary' }] }
}
