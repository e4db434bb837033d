import { describe, expect, it } from '@jest/globals'
import type { LoadedRule } from '@claims-audit/audit'
import { readSearch } from './search-words.js'

const ruleOf = (id: string, title: string, message: string): LoadedRule =>
  ({ rule: { id, title, message }, cases: [] }) as unknown as LoadedRule

const RULES = [
  ruleOf('neuro.myelopathy-uncoded', 'Myelopathy is documented and not coded', '{code} stands for the disc'),
  ruleOf('code.excludes1', 'Two codes exclude each other', '{code} and {beside}: Excludes1'),
  ruleOf('poa.menieres', "Ménière's disease without POA", 'No indicator'),
]

describe('a search', () => {
  it.each([
    ['myelo', ['neuro.myelopathy-uncoded'], []],
    ['Myelopathy CODED', ['neuro.myelopathy-uncoded'], []],
    ['code', ['neuro.myelopathy-uncoded', 'code.excludes1'], []],
    ['excludes1', ['code.excludes1'], []],
    ['meniere', ['poa.menieres'], []],
    ['neuro.myelopathy', ['neuro.myelopathy-uncoded'], []],
    ['nothing', [], []],
    ['m43.02', undefined, ['M43.02']],
    ['0RG10A0 exclude', ['code.excludes1'], ['0RG10A0']],
  ])('for %s', (text, rules, codes) => expect(readSearch(text, RULES)).toEqual({ rules, codes }))

  it.each(['', '   ', "'", '{}'])('that has no word (%j) finds nothing', (text) =>
    expect(readSearch(text, RULES)).toBeUndefined(),
  )
})
