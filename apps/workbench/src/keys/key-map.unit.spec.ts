import { describe, expect, it } from '@jest/globals'
import { ACTS } from './acts.ts'
import type { ActId } from './acts.ts'
import { clashes, keyOf, mayBeChosen, readKeys } from './key-map.ts'
import { texts } from '../texts/texts.ts'

const heard = ['list.next', 'go.worklist', 'go.rules'] as const satisfies ActId[]

describe('the key map', () => {
  it('has no key for two acts of one page', () => expect(clashes({})).toEqual([]))

  it('names a clash that a person would make', () =>
    expect(clashes({ 'finding.agree': 'd' })).toEqual([{ key: 'd', acts: ['finding.agree', 'finding.disagree'] }]))

  it('takes a key that begins another for a clash', () =>
    expect(clashes({ 'finding.comment': 'g' }).map(({ acts }) => acts)).toContainEqual([
      'go.worklist',
      'finding.comment',
    ]))

  it('says in words what each act does', () =>
    expect(Object.keys(texts.keys.acts).sort()).toEqual(Object.keys(ACTS).sort()))
})

describe('pressed keys', () => {
  it.each([
    ['j', 'list.next'],
    ['g', 'more'],
    ['g w', 'go.worklist'],
    ['g x', undefined],
    ['w', undefined],
  ])('%s stand for %s', (pressed, act) => expect(readKeys(pressed, heard, {})).toBe(act))

  it('stand for what a person has chosen, and no more for what they were', () => {
    const chosen = { 'list.next': 'n' }
    expect([readKeys('n', heard, chosen), readKeys('j', heard, chosen)]).toEqual(['list.next', undefined])
    expect(keyOf('list.next', chosen)).toBe('n')
  })

  it.each([
    ['n', true],
    ['N', true],
    [' ', false],
    ['Tab', false],
    ['Enter', false],
  ])('%s may be chosen: %s', (key, may) => expect(mayBeChosen(key)).toBe(may))
})
