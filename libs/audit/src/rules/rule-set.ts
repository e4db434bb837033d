import { contentDigest } from '@claims-audit/claim'
import { isRule, isRuleCases } from '@claims-audit/contracts'
import type { Rule, RuleCase, SchemaError } from '@claims-audit/contracts'
import { CHECK_NAMES, DRG_CHECKS } from '../checks/checks.js'
import { lintQuery, moneyIn } from './lint-query.js'
import { PLACE, matchesAny } from './patterns.js'
import { indexByCategory } from './rules-by-category.js'
import type { RuleIndex } from './rules-by-category.js'
import { FILLED } from './when.js'

/** Every loaded rule, in the order of its id, and their identity. */
export interface RuleSet {
  rules: Rule[]
  /** `sha256:…` over all rules: what a result was judged by. */
  digest: string
  /**
   * Those that can have something to say of a claim with these codes (normalized), documented or not, in the same order.
   */
  concerning: RuleIndex
  /** Those about a claim once it is grouped, in the same order. */
  ofGrouping: Rule[]
}

/** A rule's file as its pack holds it: parsed, not yet judged. */
export interface RuleSource {
  /** Where it came from, for messages. */
  file: string
  rule: unknown
  /** The file of cases beside it, if there is one. */
  cases?: unknown
  /** Why a file could not even be parsed. */
  unreadable?: string
  /** The line of a field of the rule, or of its cases, by its JSON pointer; undefined where the reader cannot tell. */
  lineOf?: (pointer: string) => number | undefined
  caseLineOf?: (pointer: string) => number | undefined
}

export interface LoadedRule {
  rule: Rule
  cases: RuleCase[]
}

/** A pack that cannot be used: every problem, each with its file and field. */
export class PackError extends Error {
  constructor(readonly problems: string[]) {
    super(`rule packs: ${problems.join('; ')}`)
    this.name = 'PackError'
  }
}

/**
 * Judges rule files against the contract, and what they ask of a record against the concepts that are read in one.
 * Throws PackError with all that is wrong at once.
 */
export function loadRules(sources: RuleSource[], concepts: ReadonlySet<string>): LoadedRule[] {
  const problems = sources.flatMap((source) => problemsOf(source, concepts))
  const ids = sources.map((source) => (source.rule as { id?: string } | null)?.id)
  sources.forEach((source, at) => {
    if (ids[at] !== undefined && ids.indexOf(ids[at]) < at)
      problems.push(`${source.file}: id: ${ids[at]} is taken by ${sources[ids.indexOf(ids[at])]?.file}`)
  })
  if (problems.length > 0) throw new PackError(problems)
  return sources
    .map(({ rule, cases }) => ({ rule: rule as Rule, cases: (cases as { cases: RuleCase[] }).cases }))
    .sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1))
}

/**
 * The identity of what is loaded is that of its rules, and of the concepts that packs bring; cases are tests, and
 * change nothing that is judged.
 */
export function ruleSetOf(loaded: LoadedRule[], packConcepts: unknown[] = []): RuleSet {
  const rules = loaded.map((entry) => entry.rule).filter((rule) => rule.status !== 'deprecated')
  const [ofGrouping = [], ofRecord = []] = [true, false].map((grouped) =>
    rules.filter(({ check = '' }) => check in DRG_CHECKS === grouped),
  )
  return {
    rules,
    digest: contentDigest(packConcepts.length === 0 ? rules : { rules, packConcepts }),
    concerning: indexByCategory(ofRecord),
    ofGrouping,
  }
}

/** The rules that look at a code, by the codes that they name. */
export const rulesAbout = (code: string, { rules }: RuleSet): Rule[] =>
  rules.filter(({ when }) => when?.billed !== undefined && matchesAny(code, when.billed))

function problemsOf(
  { file, rule, cases, unreadable, lineOf, caseLineOf }: RuleSource,
  concepts: ReadonlySet<string>,
): string[] {
  if (unreadable !== undefined) return [unreadable]
  if (!isRule(rule)) return schemaProblems(file, isRule.errors, lineOf)
  if (rule.check !== undefined && !CHECK_NAMES.includes(rule.check))
    return [`${at(file, '/check', lineOf)}: /check: no check is named ${rule.check}`]
  if (rule.action === 'query' && rule.query === undefined)
    return [`${at(file, '/action', lineOf)}: /query: a rule that asks must say what`]
  const wording = rule.query === undefined ? [] : lintQuery(rule.query)
  if (wording.length > 0)
    return wording.map((problem) => `${at(file, `/query${problem.split(':')[0]}`, lineOf)}: /query${problem}`)
  const money = rule.query === undefined ? undefined : moneyIn(rule.why)
  if (money !== undefined)
    return [`${at(file, '/why', lineOf)}: /why: "${money}" speaks of payment, and the provider who is asked reads it`]
  const unread = conceptsIn(rule).filter(({ concept }) => !concepts.has(concept))
  if (unread.length > 0)
    return unread.map(
      ({ pointer, concept }) =>
        `${at(file, pointer, lineOf)}: ${pointer}: no concept of the lexicon is named ${concept}`,
    )
  const unfilled = rule.when === undefined ? [] : unfilledIn(rule)
  if (unfilled.length > 0)
    return unfilled.map(
      ({ pointer, name }) =>
        `${at(file, pointer, lineOf)}: ${pointer}: nothing fills {${name}}; a rule with \`when\` fills ${FILLED.map((each) => `{${each}}`).join(', ')}`,
    )
  if (cases === undefined) return [`${file}: no cases beside it`]
  if (!isRuleCases(cases)) return schemaProblems(`${file} (cases)`, isRuleCases.errors, caseLineOf)
  return missingCases(cases.cases, rule).map((lack) => `${file} (cases): ${lack}`)
}

function missingCases(cases: RuleCase[], rule: Rule): string[] {
  const expectations = cases.map((entry) => entry.expect)
  const covered = cases.map((entry) => entry.falsePositive)
  return [
    ...(['fires', 'quiet'] as const)
      .filter((expect) => !expectations.includes(expect))
      .map((expect) => `none that ${expect === 'fires' ? 'fires' : 'stays quiet'}`),
    ...rule.knownFalsePositives
      .filter((known) => !covered.includes(known))
      .map((known) => `none for the known false positive "${known}"`),
  ]
}

/** Places in a rule's words that what it found would not fill. */
function unfilledIn({ message, why, source, query }: Rule): { pointer: string; name: string }[] {
  const said = { '/message': message, '/why': why, '/source': source, '/query/question': query?.question ?? '' }
  return Object.entries(said).flatMap(([pointer, text]) =>
    [...text.matchAll(PLACE)].map(([, name = '']) => ({ pointer, name })).filter(({ name }) => !FILLED.includes(name)),
  )
}

/** Fields whose values are concepts, wherever a selector of facts stands. */
const NAMES_CONCEPTS = /\/(?:concepts|levelOf)\/\d+$|\/cause$/

/** Every concept that a rule asks for, with the field that names it. */
function conceptsIn(value: unknown, pointer = ''): { pointer: string; concept: string }[] {
  if (typeof value === 'string') return NAMES_CONCEPTS.test(pointer) ? [{ pointer, concept: value }] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, held]) => conceptsIn(held, `${pointer}/${name}`))
}

/** A file with the line of a field in it, where that is known. */
function at(file: string, pointer: string, lineOf: RuleSource['lineOf']): string {
  const line = lineOf?.(pointer)
  return line === undefined ? file : `${file}:${line}`
}

const schemaProblems = (
  file: string,
  errors: SchemaError[] | null | undefined,
  lineOf: RuleSource['lineOf'],
): string[] =>
  (errors ?? []).map(
    ({ instancePath, message = 'wrong', params }) =>
      `${at(file, instancePath, lineOf)}: ${instancePath || '/'}: ${message}${detailOf(params)}`,
  )

/** The field that is one too many, or the values that would do. */
function detailOf({ additionalProperty, allowedValues }: SchemaError['params']): string {
  if (typeof additionalProperty === 'string') return ` (${additionalProperty})`
  return Array.isArray(allowedValues) ? ` (${allowedValues.join(', ')})` : ''
}
