import { describe, expect, it } from '@jest/globals'
import { texts } from '../texts/texts.js'
import { codeIn, fitting } from './palette-choices.js'

const find = (typed: string): string[] =>
  fitting(['go.runs', 'finding.query', 'go.queries', 'finding.agree'], typed, (act) => texts.keys.acts[act])

describe('the command palette', () => {
  it('finds acts by any of their words, those that begin so first', () => {
    expect(find('')).toHaveLength(4)
    expect(find('go')).toEqual(['go.runs', 'go.queries'])
    expect(find('RUNS go')).toEqual(['go.runs'])
    expect(find('agree')).toEqual(['finding.agree'])
    expect(find('zebra')).toEqual([])
  })

  it.each([
    ['m4302', 'M43.02'],
    [' G99.2 ', 'G99.2'],
    ['i10', 'I10'],
    ['s72001a', 'S72.001A'],
    ['stay-1', undefined],
    ['', undefined],
  ])('takes %p for the code %p', (typed, code) => expect(codeIn(typed)).toBe(code))
})
