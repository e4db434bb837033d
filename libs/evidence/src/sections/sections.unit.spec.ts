import { describe, expect, it } from '@jest/globals'
import { mention } from '../../testing/read.js'

describe("what is current, and the patient's own", () => {
  it.each([
    'History of present illness: Cervical spondylolysis at C6.',
    'HISTORY OF PRESENTING COMPLAINT: neck pain from spondylolysis.',
    'Compared to the prior study, the C6 spondylolysis is unchanged.',
    'Prior CT demonstrated spondylolysis.',
    'Previous cervical spine MRI: spondylolysis.',
    'POD 1 s/p C5-C6 ACDF for cervical spondylolysis.',
    'On May 3 cervical spondylolysis was confirmed.',
    'Patient lives with son and is followed for cervical spondylolysis.',
    'Her mother drove her, the patient has spondylolysis.',
  ])('%s', (text) => {
    expect(mention(text, 'spondylolysis')).toMatchObject({
      assertion: 'affirmed',
      temporality: 'current',
      experiencer: 'patient',
    })
  })

  it.each([
    'Brother was diagnosed with spondylolysis.',
    'Mother: cervical spondylolysis.',
    'Family history of spondylolysis.',
  ])('%s', (text) => {
    expect(mention(text, 'spondylolysis')?.experiencer).toBe('other')
  })
})

describe('a heading', () => {
  it.each([
    ['FAMILY HISTORY: Father had neuropathy ALLERGIES: None IMPRESSION: Cervical stenosis', 'stenosis'],
    ['PMH: asthma, gout HPI: weakness of the leg ROS: negative for fever', 'motor-deficit'],
    ['PMH: gout A/P: lumbar stenosis', 'stenosis'],
  ])('in capitals ends what it runs on from: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({
      assertion: 'affirmed',
      temporality: 'current',
      experiencer: 'patient',
    })
  })

  it('does not answer for what stood before it', () => {
    expect(mention('FAMILY HISTORY: Father had neuropathy ALLERGIES: None', 'other-nerve-disease')).toMatchObject({
      assertion: 'affirmed',
      experiencer: 'other',
    })
  })

  it('in capitals needs no stop before it', () => {
    const text = 'FAMILY HISTORY: Brother had a slip PHYSICAL EXAMINATION: Foot drop on the left'
    expect(mention(text, 'motor-deficit')).toMatchObject({ experiencer: 'patient' })
    expect(mention(text, 'spondylolisthesis')).toMatchObject({ experiencer: 'other' })
  })

  it('of a treatment right under that of a plan is of the plan', () => {
    expect(mention('RECOMMENDATIONS\nTREATMENT: Lumbar brace.', 'collar')).toMatchObject({ care: 'planned' })
    expect(mention('TREATMENT: Lumbar brace for six weeks.', 'collar')).not.toHaveProperty('care')
  })

  it('of allergies goes before what the drug did', () => {
    expect(mention('ALLERGIES: Penicillin causes rash; naproxen caused wheezing.', 'nsaids')).toMatchObject({
      assertion: 'negated',
    })
  })
})
