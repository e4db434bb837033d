import { describe, expect, it } from '@jest/globals'
import { engine, mention } from '../../testing/read.js'

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
    ['Spells of numbness lasting several minutes.', 'sensory-deficit'],
    ['Numbness has lasted for three months.', 'sensory-deficit'],
    ['Status post laminectomy, doing well on day two.', 'spine-surgery'],
    ['Five years ago, she started having numbness in the right hand.', 'sensory-deficit'],
    ['About ten years ago he first noticed weakness in his legs, which has slowly progressed.', 'motor-deficit'],
    ['His radiculopathy began eight years ago and is getting worse.', 'radiculopathy'],
    ['Onset of her weakness in the right leg was two years ago.', 'motor-deficit'],
    ['She reports a history of numbness in the fingers dating back to 2010.', 'sensory-deficit'],
    ['POD 1 s/p ACDF at C5-C6 for spondylosis.', 'spondylosis'],
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
    ['Three years ago he had numbness in the left hand, which resolved.', 'sensory-deficit'],
    ['Ten years ago he had a wound infection of the lumbar spine.', 'wound-infection'],
    ['She had a previous laminectomy for lumbar stenosis.', 'stenosis'],
    ['He has had multiple back operations for a herniated disc.', 'disc-disorder'],
    ['She is a former smoker.', 'tobacco-history'],
    ['Tobacco: quit 5 years ago.', 'tobacco-history'],
    ['She was on metformin, but it was stopped in the spring.', 'oral-hypoglycemics'],
    ['He was taken off metformin in June.', 'oral-hypoglycemics'],
    ['Yesterday he had numbness of the hand lasting an hour.', 'sensory-deficit'],
    ['Arm pain, numbness, and weakness, which lasted ten minutes.', 'sensory-deficit'],
    ['His back history is significant for two laminectomies.', 'spine-surgery'],
    ['She has had several back surgeries.', 'spine-surgery'],
    ['A previous cervical fusion was solid.', 'fusion'],
  ])('is past: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'affirmed', temporality: 'historical' })
  })

  it('is past where its year lies years before the document', () => {
    const temporality = (text: string) =>
      engine
        .read([{ id: 'D1', type: 'progress-note', date: '2026-01-05', text }])
        .find(({ concept }) => concept === 'spine-surgery')?.temporality
    expect(temporality('Lumbar disc replacement from January 2005.')).toBe('historical')
    expect(temporality('Laminectomy at L4-L5 on December 28, 2025.')).toBe('current')
  })

  it('is not what a new doubt is about', () => {
    expect(mention('s/p fall, ? stenosis', 'stenosis')).toMatchObject({ assertion: 'possible', temporality: 'current' })
  })
})
