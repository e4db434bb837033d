import { describe, expect, it } from '@jest/globals'
import { decideOwner } from './decisions.js'
import type { ClaimAct } from './decisions.js'

describe('the owner of a claim', () => {
  it.each<[ClaimAct, string, string | null, object]>([
    ['take', '', null, { owner: 'ann' }],
    ['take', 'ann', null, { owner: 'ann' }],
    ['take', 'bob', null, { refused: 'taken' }],
    ['release', 'ann', null, { owner: '' }],
    ['release', 'bob', null, { refused: 'not-owner' }],
    ['release', '', null, { refused: 'not-owner' }],
    ['reassign', 'bob', 'cid', { owner: 'cid' }],
    ['reassign', '', null, { refused: 'no-person' }],
  ])('after %s by ann, where "%s" has it (to %s)', (act, owner, to, then) => {
    expect(decideOwner(owner, { act, person: 'ann', to })).toEqual(then)
  })
})
