import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PackError } from '@claims-audit/audit'
import { readRulePack } from './rule-packs.js'

const RULE = `id: ours.collar
status: experimental
severity: warning
action: review
title: A collar without a diagnosis of the neck
message: 'The record says "{said}" beside {code}'
why: A collar speaks for a condition of the neck.
source: House rules
knownFalsePositives: []
when:
  billed: [M54.2]
  affirmed: { concepts: [collar], past: true }
`
const CASES = `cases:
  - name: worn
    expect: fires
    codes: [M54.2]
    documents: [{ type: progress-note, text: Wore a collar. }]
  - name: none
    expect: quiet
    codes: [M54.2]
`

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pack-'))
})
afterEach(() => {
  rmSync(directory, { recursive: true })
})

function problemsOf(files: Record<string, string>): string[] {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)
  try {
    readRulePack(directory)
    return []
  } catch (error) {
    if (!(error instanceof PackError)) throw error
    return error.problems.map((problem) => problem.replaceAll(`${directory}/`, ''))
  }
}

it('takes a rule with its cases', () => {
  expect(problemsOf({ 'collar.yaml': RULE, 'collar.cases.yaml': CASES })).toEqual([])
})

it.each([
  [
    'a value that is not allowed',
    RULE.replace('warning', 'high'),
    CASES,
    ['collar.yaml:3: /severity: must be equal to one of the allowed values (error, warning, info)'],
  ],
  [
    'words that nothing fills',
    RULE.replace('{said}', '{sayd}'),
    CASES,
    [
      'collar.yaml:6: /message: nothing fills {sayd}; a rule with `when` fills {code}, {title}, {beside}, {where}, {said}, {proposed}, {missing}',
    ],
  ],
  [
    'a misspelt type of document',
    RULE,
    CASES.replace('progress-note', 'progres-note'),
    [
      expect.stringMatching(
        /^collar\.yaml \(cases\):5: \/cases\/0\/documents\/0\/type: must be equal to one of the allowed values \(progress-note, /,
      ),
    ],
  ],
  [
    'aliases that grow without measure',
    `a: &a [${'x,'.repeat(10)}]\nb: &b [${'*a,'.repeat(10)}]\nc: &c [${'*b,'.repeat(10)}]\nd: [${'*c,'.repeat(10)}]\n`,
    CASES,
    ['collar.yaml: its aliases (*name) hold themselves, or each other too often'],
  ],
  [
    'a case that holds itself',
    RULE,
    `${CASES}    documentation: &self { again: *self }\n`,
    ['collar.cases.yaml: its aliases (*name) hold themselves, or each other too often'],
  ],
])('says of %s where it stands', (_, rule, cases, problems) => {
  expect(problemsOf({ 'collar.yaml': rule, 'collar.cases.yaml': cases })).toEqual(problems)
})

it('says of cases under another name that no rule is theirs', () => {
  expect(problemsOf({ 'collar.yaml': RULE, 'collar.cases.yaml': CASES, 'colar.cases.yaml': CASES })).toEqual([
    'colar.cases.yaml: no rule beside it',
  ])
})
