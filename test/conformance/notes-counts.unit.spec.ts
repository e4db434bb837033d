import { expect, it } from '@jest/globals'
import { openEvidence } from '@claims-audit/evidence'
import { readLexicon } from '@claims-audit/reference'
import { changed, count, newForms, noCounts } from './notes-counts.ts'

const engine = openEvidence(readLexicon())
const countsOf = (...texts: string[]) => {
  const counts = noCounts()
  for (const text of texts) count(counts, engine.read([{ id: 'N', type: 'progress-note', text }]), ['a.rule'])
  return counts
}

it('notes come to counts of concepts, forms and findings, numbers left out', () => {
  expect(countsOf('Hgb 7.5, later Hgb 9.1.', 'There is no instability.')).toEqual({
    notes: 2,
    concepts: { hemoglobin: 2, instability: 1 },
    forms: { 'hemoglobin: hgb #': 2, 'instability: instability (weak)': 1 },
    findings: { 'a.rule': 2 },
  })
})

it('what was accepted is not new, and what is counted otherwise is told', () => {
  const [before, now] = [countsOf('Myelopathy.'), countsOf('Myelopathy.', 'Myelopathic signs.')]
  expect(newForms(now, before)).toEqual([['myelopathy: myelopathic', 1]])
  expect(changed(now.concepts, before.concepts)).toEqual({ myelopathy: { before: 1, now: 2 } })
  expect(changed(before.concepts, before.concepts)).toEqual({})
})
