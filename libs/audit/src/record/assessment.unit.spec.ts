import { expect, it } from '@jest/globals'
import { isAssessed } from './assessment.js'

const at = (text: string): boolean =>
  isAssessed({ documentId: 'D1', start: text.indexOf('gout') }, new Map([['D1', text]]))

it.each([
  'EXAM: Red toe.\nASSESSMENT AND PLAN: 1. Hypertension. 2. gout.',
  'DISCHARGE DIAGNOSES\n1. gout\n2. Hypertension',
  'Exam: a red toe. Impression: gout.',
  'POSTOPERATIVE DIAGNOSIS: gout',
  'HOSPITAL COURSE: He had gout of the right toe.',
  'ASSESSMENT:\nToe: gout',
])('is assessed: %s', (text) => {
  expect(at(text)).toBe(true)
})

it.each([
  'PAST MEDICAL HISTORY: gout',
  'ASSESSMENT: Hypertension.\nMEDICATIONS: colchicine for gout',
  'PREOPERATIVE DIAGNOSIS: gout',
  'DIFFERENTIAL DIAGNOSIS: gout',
  'ADMITTING DIAGNOSIS: gout',
  'He has gout.',
])('is not: %s', (text) => {
  expect(at(text)).toBe(false)
})
