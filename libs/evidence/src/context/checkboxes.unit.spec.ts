import { describe, expect, it } from '@jest/globals'
import { told, mention } from '../../testing/read.js'

describe('forms', () => {
  it.each([
    ['Numbness (x) Y ( ) N', 'sensory-deficit', 'affirmed'],
    ['Urinary retention ( ) Y (x) N', 'sphincter-loss', 'negated'],
    ['numbness (+) weakness (-) incontinence (-)', 'motor-deficit', 'negated'],
    ['ROS: (-) weakness (+) numbness', 'motor-deficit', 'negated'],
    ['+ numbness, - weakness', 'motor-deficit', 'negated'],
    ['ROS\n+ numbness\n- weakness', 'motor-deficit', 'negated'],
    ['Exam\n- weakness', 'motor-deficit', 'affirmed'],
    ['no fever, +numbness', 'sensory-deficit', 'affirmed'],
    ['Numbness: Yes [x] No [ ] Location: hand', 'sensory-deficit', 'affirmed'],
    ['Numbness: [ ] Present [x] Absent', 'sensory-deficit', 'negated'],
    ['Numbness Y / Weakness N', 'sensory-deficit', 'affirmed'],
    ['Numbness?: N   Weakness?: Y', 'motor-deficit', 'affirmed'],
    ['0330 MRI neg for stenosis\n0600 numbness', 'sensory-deficit', 'affirmed'],
    [
      '0500 sat 92 on two liters by cannula, MD called and says no stenosis\n0600 numbness',
      'sensory-deficit',
      'affirmed',
    ],
    ['Ruled out:\n- myelopathy', 'myelopathy', 'negated'],
    ['Call if:\n- you have numbness\nYour CT showed spondylolysis.', 'spondylolysis', 'affirmed'],
  ])('%s: %s', (text, concept, assertion) => {
    expect(mention(text, concept)?.assertion).toBe(assertion)
  })
})

it('a row that ends with a box has each behind its name', () => {
  const row = 'Falls [ ] Glaucoma [x] Migraine [ ]'
  expect(told(row, 'Migraine')).toMatchObject([{ assertion: 'negated' }])
  expect(told(row, 'Glaucoma')).toMatchObject([{ assertion: 'affirmed' }])
})
