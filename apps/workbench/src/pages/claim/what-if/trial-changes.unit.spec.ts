import { describe, expect, it } from '@jest/globals'
import type { Finding } from '../../../api/types.ts'
import {
  NOTHING,
  addCode,
  changesOf,
  isNothing,
  moveCode,
  rankedCodes,
  toggleCode,
  withProposal,
} from './trial-changes.ts'

const DIAGNOSES = [
  { role: 'principal' as const, code: 'M43.02' },
  { role: 'secondary' as const, code: 'G99.2' },
  { role: 'secondary' as const, code: 'I10' },
  { role: 'admitting' as const, code: 'M54.2' },
]
const RANKED = ['M43.02', 'G99.2', 'I10']

describe('what is tried on a claim', () => {
  it('is nothing at first, and nothing again once a code is put back', () => {
    expect(changesOf(NOTHING)).toEqual({})
    expect(isNothing(toggleCode(toggleCode(NOTHING, 'I10'), 'I10'))).toBe(true)
  })

  it('keeps a typed procedure apart from diagnoses', () =>
    expect(changesOf(addCode(addCode(NOTHING, 'g95.9 '), '0rg10a0'))).toEqual({
      add: [{ code: 'G95.9' }],
      addProcedures: [{ code: '0RG10A0' }],
    }))

  it('moves a code up, and not beyond the first', () => {
    const once = moveCode(NOTHING, RANKED, 'G99.2', -1)
    expect(once.order).toEqual(['G99.2', 'M43.02', 'I10'])
    expect(moveCode(once, rankedCodes(DIAGNOSES, once), 'G99.2', -1)).toBe(once)
  })

  it('ranks what is left: no admitting diagnosis, no removed code', () => {
    const moved = moveCode(NOTHING, RANKED, 'G99.2', -1)
    expect(rankedCodes(DIAGNOSES, toggleCode(moved, 'M43.02'))).toEqual(['G99.2', 'I10'])
  })

  it('takes over what a finding proposes, as far as the claim has it', () => {
    const finding = {
      proposal: {
        add: [{ code: 'G95.9', poa: 'Y' }],
        remove: [{ code: 'I10' }, { code: 'Z99' }],
        replace: [{ from: 'G992', to: 'G95.9' }],
      },
    } as unknown as Finding
    expect(changesOf(withProposal(NOTHING, finding, DIAGNOSES))).toEqual({
      remove: ['I10'],
      add: [{ code: 'G95.9', poa: 'Y' }],
      replace: [{ from: 'G992', to: 'G95.9' }],
    })
  })

  it('puts a code first that a finding proposes as the principal diagnosis', () => {
    const finding = {
      proposal: { add: [{ code: 'G99.2', role: 'principal' }], remove: [], replace: [] },
    } as unknown as Finding
    expect(withProposal(NOTHING, finding, DIAGNOSES).order).toEqual(['G99.2'])
  })
})
