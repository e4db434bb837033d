import { expect, it } from '@jest/globals'
import { readRulePacks } from '@claims-audit/reference'
import { rulesPage } from './rules-page.js'

it('says of a rule what a reader of its finding asks', () => {
  const rules = readRulePacks().filter(({ rule }) => rule.id === 'code.code-first')
  const page = rulesPage(rules)
  for (const part of ['## code.code-first', '**warning**, query', 'I.A.13', 'Known false positives: ', 'Asks: '])
    expect(page).toContain(part)
})
