import { beforeAll, describe, expect, it } from '@jest/globals'
import { normalizeCode } from '@claims-audit/contracts'
import { openKnowledge } from '@claims-audit/reference'
import type { Knowledge } from './knowledge.js'

const DAY = '2026-06-01'
let knowledge: Knowledge
beforeAll(() => {
  knowledge = openKnowledge()
})

const entryOf = (code: string) => knowledge.codeSets.diagnosis(normalizeCode(code), DAY)
/** A code, or a header with codes below it; a chapter's letter or a decade stands for what begins so. */
const isKnown = (pattern: string): boolean => {
  const start = pattern.replaceAll(/[.-]/g, '')
  if (start.length < 3) return /^[A-Z]\d?$/.test(start)
  return (
    entryOf(start) !== undefined || 'X0123456789ABCDEF'.split('').some((next) => entryOf(start + next) !== undefined)
  )
}
const unknownIn = (patterns: (string[] | undefined)[]): string[] =>
  [...new Set(patterns.flatMap((each) => each ?? []))].filter((pattern) => !isKnown(pattern))

describe('the tables of codes', () => {
  it('name no code that there is not', () => {
    const { families, signs, integral, conditions, kinds } = knowledge.coding
    expect(unknownIn(families.flatMap(({ codes, except }) => [codes, except]))).toEqual([])
    expect(unknownIn(signs.flatMap(({ codes, causes, linked }) => [codes, causes, linked]))).toEqual([])
    expect(unknownIn(integral.flatMap(({ codes, causes }) => [codes, causes]))).toEqual([])
    expect(unknownIn(conditions.map(({ answered }) => answered))).toEqual([])
    expect(unknownIn(kinds.flatMap(({ codes, answered }) => [codes, answered]))).toEqual([])
  })

  it('propose billable codes alone', () => {
    const { conditions, kinds } = knowledge.coding
    const proposed = [...conditions.map(({ wanted }) => wanted), ...kinds.map(({ instead }) => instead)]
    expect(proposed.filter((code) => !code.includes('{') && entryOf(code)?.billable !== true)).toEqual([])
  })

  it('have hints that are patterns, and a condition for each', () => {
    const hinted = knowledge.coding.families.filter(({ hints }) => hints !== undefined)
    expect(hinted.filter(({ condition }) => condition === undefined)).toEqual([])
    expect(() => hinted.map(({ hints = [] }) => new RegExp(hints.join('|')))).not.toThrow()
  })
})
