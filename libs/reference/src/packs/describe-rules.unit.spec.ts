import { expect, it } from '@jest/globals'
import { isCurrent, rulesPage } from './describe-rules.js'
import { readRulePacks } from './rule-packs.js'

it('the page of all rules is that of the packs: npm run docs:rules writes it', () => {
  expect(isCurrent()).toBe(true)
})

it('says of a rule what a reader of its finding asks', () => {
  const rules = readRulePacks().filter(({ rule }) => rule.id === 'code.code-first')
  const page = rulesPage(rules)
  for (const part of ['## code.code-first', '**warning**, query', 'I.A.13', 'Known false positives: ', 'Asks: '])
    expect(page).toContain(part)
})
