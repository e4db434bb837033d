import { expect, it } from '@jest/globals'
import { withoutIndexTerms } from './index-terms.js'

const read = (text: string): string => withoutIndexTerms({ id: 'D1', type: 'progress-note', text }).text

it.each([
  ['She went home.pneumonia, chest x ray, antibiotics, cough, fever', 'She went home.'],
  ['She went home.pneumonia, chest x ray, antibiotics, cough, fever,', 'She went home.'],
])('leaves out index terms that a system appends: %s', (text, kept) => {
  expect(read(text)).toBe(kept)
})

it.each([
  'Past history: pneumonia, gout, asthma, cough, fever',
  'She went home. Pneumonia, gout, asthma, cough, fever.',
  'She went home.\npneumonia, gout, asthma, cough, fever',
  'She takes aspirin 81 mg, lisinopril, metformin, insulin and iron.',
])('keeps what is said: %s', (text) => {
  expect(read(text)).toBe(text)
})
