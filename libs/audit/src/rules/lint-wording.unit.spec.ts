import { describe, expect, it } from '@jest/globals'
import type { Query } from '@claims-audit/contracts'
import { lintWording } from './lint-wording.js'

const template: Query = {
  indicators: ['"hyperreflexia" (progress-note, 2026-01-04)'],
  question: 'Please document the diagnosis that the neurological findings represent.',
  options: ['Cervical myelopathy', 'Radiculopathy without myelopathy', 'Other', 'Unable to determine'],
}
const pointers = (wording: Partial<Query>, of: Query | null = template): string[] =>
  lintWording({ ...template, ...wording }, of).map(({ pointer }) => pointer)

describe('a query in the words of a person', () => {
  it('is well as the template has it', () => expect(pointers({})).toEqual([]))

  it.each<[string, Partial<Query>, string]>([
    ['leads', { question: 'Please confirm the myelopathy.' }, '/question'],
    ['speaks of payment', { question: 'Please document what raises the DRG.' }, '/question'],
    ['names an option that the record does not support', { options: [...template.options, 'Stroke'] }, '/options/4'],
    ['has no "Other"', { options: template.options.filter((option) => option !== 'Other') }, '/options'],
    ['names no indicator', { indicators: [] }, '/indicators'],
    ['names money as an indicator', { indicators: ['weight 2.4 → 2.9'] }, '/indicators/0'],
  ])('is refused where it %s', (_, wording, pointer) => expect(pointers(wording)).toContain(pointer))

  it('may have options of its own where the rule has no query', () => {
    expect(pointers({ options: [...template.options, 'Stroke'] }, null)).toEqual([])
  })
})
