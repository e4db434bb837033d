import { describe, expect, it } from '@jest/globals'
import { read } from '../../testing/read.js'

describe('care that a plan only lists', () => {
  it.each([
    ['P: soft collar for comfort, PT.', ['collar affirmed', 'physical-therapy hypothetical']],
    ['P: PT x 4 more wks.', ['physical-therapy affirmed']],
    [
      'Discharge instructions: Wear collar at all times. Start PT.',
      ['collar affirmed', 'physical-therapy hypothetical'],
    ],
    ['Takes naproxen. Plan: naproxen, PT.', ['nsaids affirmed', 'nsaids affirmed', 'physical-therapy hypothetical']],
    ['Meds: lisinopril. Plan: naproxen, PT.', ['nsaids hypothetical', 'physical-therapy hypothetical']],
    ['PT referral was placed, HEP given.', ['physical-therapy hypothetical', 'physical-therapy affirmed']],
    ['If no better, PT.', ['physical-therapy hypothetical']],
    ['If it hurts, he takes naproxen.', ['nsaids affirmed']],
  ])('%s', (text, expected) => {
    expect(read(text).map(({ concept, assertion }) => `${concept} ${assertion}`)).toEqual(expected)
  })

  it.each([
    ['Q: NSAIDs for 3 weeks? A: Yes. Q: Brace? A: No.', ['nsaids affirmed', 'collar negated']],
    ['Orthosis? Not applicable.', ['collar negated']],
  ])('asks and is answered: %s', (text, expected) => {
    expect(read(text).map(({ concept, assertion }) => `${concept} ${assertion}`)).toEqual(expected)
  })
})
