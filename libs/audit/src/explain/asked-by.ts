import type { Condition, FactSelector } from '@claims-audit/contracts'
import type { Fact } from '@claims-audit/evidence'
import { siteOfTitle } from '../record/regions.js'
import type { Site } from '../record/regions.js'
import type { RecordUnderAudit } from '../findings/subject.js'
import { valuesOf } from '../findings/propose.js'
import { questionsOf } from '../rules/condition.js'
import type { Questions } from '../rules/condition.js'
import type { FactRule } from '../rules/fact-rule.js'
import { fill } from '../rules/patterns.js'

/**
 * Where a rule asks: each of `all` must hold, one of `any`, none of `none`; `unbilled` codes would have answered the
 * finding.
 */
export type AskedAs = 'affirmed' | 'all' | 'any' | 'none' | 'unbilled' | 'ask-when' | 'missing'

/** One thing that a rule asks of a record, and what the record answered. */
export interface AskedOfRecord {
  as: AskedAs
  /** Of `unbilled`: that none of the codes is billed. */
  holds: boolean
  condition: Condition | null
  /** Of `unbilled`: patterns of codes, with the region of the code that the finding is about. */
  codes: string[]
  /** Of `missing`: what the record lacks while the condition does not hold. */
  lacks: string | null
  /** Facts that the condition found, each with its place in a document. */
  facts: Fact[]
}

/** What a rule asked of the record about one billed code (undefined: about the claim as a whole). */
export function askedBy(rule: FactRule, subject: string | undefined, record: RecordUnderAudit): AskedOfRecord[] {
  const entry = subject === undefined ? undefined : record.codeSets.diagnosis(subject, record.date)
  const site = entry === undefined ? undefined : siteOfTitle(entry.title)
  const ask = questionsOf(record, site)
  const { affirmed, all = [], any = [], none = [], unbilled = [] } = rule.when
  const lacking = (rule.missing ?? []).flatMap((each) => (typeof each === 'string' ? [] : [each]))
  return [
    ...(affirmed === undefined ? [] : [asked('affirmed', { facts: affirmed }, ask)]),
    ...all.map((condition) => asked('all', condition, ask)),
    ...any.map((condition) => asked('any', condition, ask)),
    ...none.map((condition) => asked('none', condition, ask)),
    ...(unbilled.length === 0 ? [] : [{ ...NOTHING, as: 'unbilled' as const, codes: atSite(unbilled, site) }]),
    ...(rule.askWhen ?? []).map((condition) => asked('ask-when', condition, ask)),
    ...lacking.map(({ text, unless }) => ({ ...asked('missing', unless, ask), lacks: text })),
  ]
}

const NOTHING = { holds: true, condition: null, codes: [], lacks: null, facts: [] }

function asked(as: AskedAs, condition: Condition, ask: Questions): AskedOfRecord {
  const selectors = [condition.facts, condition.lacks].filter((each): each is FactSelector => each !== undefined)
  return { ...NOTHING, as, holds: ask.holds(condition), condition, facts: selectors.flatMap(ask.found) }
}

const atSite = (patterns: string[], site: Site | undefined): string[] =>
  site === undefined ? patterns : patterns.map((pattern) => fill(pattern, valuesOf(site)))
