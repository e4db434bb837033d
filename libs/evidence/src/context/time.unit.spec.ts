import { describe, expect, it } from '@jest/globals'
import { mention } from '../../testing/read.js'

describe('a history of something', () => {
  it.each([
    ['A history of neck pain and arm numbness for five months.', 'sensory-deficit'],
    ['He has a history of leg weakness over the past two weeks.', 'motor-deficit'],
    ['Woman with a history of hand numbness since May.', 'sensory-deficit'],
    ['History of chronic weakness of the left leg.', 'motor-deficit'],
    ['She has a history of progressive stenosis at L4-L5.', 'stenosis'],
    ['History of leg pain related to a herniated disc at L5-S1.', 'disc-disorder'],
    ['With a history of arm pain attributed to cervical stenosis he was referred.', 'stenosis'],
    ['A man with a history of gout who has had numbness of the thumb.', 'sensory-deficit'],
    ['The history of her weakness is unclear.', 'motor-deficit'],
  ])('goes on: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'affirmed', temporality: 'current' })
  })

  it.each([
    ['History of radiculopathy.', 'radiculopathy'],
    ['He has a history of leg weakness and gout.', 'motor-deficit'],
    ['Status post laminectomy in 2012 for stenosis.', 'stenosis'],
    ['Status post L4-L5 discectomy for a herniated disc.', 'disc-disorder'],
    ['Urinary retention, resolved by discharge.', 'sphincter-loss'],
    ['Previously repaired durotomy.', 'durotomy'],
  ])('is past: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'affirmed', temporality: 'historical' })
  })

  it('is not what a new doubt is about', () => {
    expect(mention('s/p fall, ? stenosis', 'stenosis')).toMatchObject({ assertion: 'possible', temporality: 'current' })
  })
})
