import { describe, expect, it } from '@jest/globals'
import { mention, read } from '../../testing/read.js'

describe('where it is', () => {
  it.each([
    ['Spondylolysis of C1.', ['occipito-atlanto-axial']],
    ['Spondylolysis of C2.', ['occipito-atlanto-axial', 'cervical']],
    ['Spondylolysis at C5-6.', ['cervical']],
    ['Spondylolysis at C7-T1.', ['cervicothoracic']],
    ['Spondylolysis at T12-L1.', ['thoracolumbar']],
    ['Spondylolysis at L5.', ['lumbar', 'lumbosacral']],
    ['Spondylolysis at L5-S1.', ['lumbosacral']],
    ['Spondylolysis, stable.', []],
    ['CT cervical spine. Bilateral spondylolysis.', ['cervical']],
    ['Spondylolysis with T2 hyperintense marrow edema at C6.', ['cervical']],
    ['Spondylolysis, edema on T1- and T2-weighted images.', []],
    ['Spondylolysis, bright on T2.', []],
    ['Spondylolysis at T1 and T2.', ['thoracic']],
    ['Spondylolysis, stable. Heart S1, S2 normal.', []],
    ['Spondylolysis, stable. RRR, S1/S2 heard.', []],
    ['Spondylolysis, stable. S1 and S2 normal.', []],
    ['Spondylolysis at S1 and S2.', ['sacral']],
    ['Spondylolysis. Strength L 5/5.', []],
    ['Left femoral neck fracture and spondylolysis.', []],
    ['Spondylolysis reviewed with thoracic surgery team.', []],
    ['Spondylolysis. Cervical collar was removed.', []],
    ['Spondylolysis. Cervical and axillary lymph nodes enlarged.', []],
    ['Cervico-thoracic spondylolysis.', ['cervicothoracic']],
    ['Spondylolysis. Left deep lateral cervical chain is normal.', []],
    ['Desiccation at L3-L4 and L4-L5, with spondylolysis at L5.', ['lumbar', 'lumbosacral']],
  ])('%s', (text, regions) => {
    expect(mention(text, 'spondylolysis')?.regions).toEqual(regions)
  })

  it.each([
    ['Spondylolysis at C6 and L4.', ['C6', 'L4']],
    ['Spondylolysis at C4, C5, and left C6.', ['C4', 'C5', 'C6']],
    ['Cervical and lumbar spondylolysis at C6 and at L4.', ['C6', 'L4']],
    ['Spondylolysis at C6, L4-L5 disc herniation.', ['C6']],
    ['Spondylolysis C5-6/C6-7.', ['C5-C6', 'C6-C7']],
    ['Lumbar spondylolysis, stenosis and weakness, worst at L3-L4, L4-L5 and L5-S1.', ['L3-L4', 'L4-L5', 'L5-S1']],
    ['Spondylolysis at C6 and L4 stenosis.', ['C6']],
    ['Stenosis at C6 and L4 spondylolysis.', ['L4']],
    ['Spondylolysis at C5 on the left and at C6 on the right.', ['C5', 'C6']],
    ['Spondylolysis at C5-6 bilaterally and C6-7.', ['C5-C6', 'C6-C7']],
    ['Spondylolysis on the right at C4-5 and on the left at C6-7.', ['C4-C5', 'C6-C7']],
    ['Spondylolysis, worst at C5-6 but also present at C6-7.', ['C5-C6', 'C6-C7']],
  ])('%s', (text, levels) => {
    expect(read(text).flatMap((fact) => (fact.concept === 'spondylolysis' ? [fact.level] : []))).toEqual(levels)
  })

  it.each([
    ['A posttraumatic cervical and lumbar spondylolysis.', ['cervical', 'lumbar']],
    ['A congenital cervical and thoracic spondylolysis.', ['cervical', 'thoracic']],
  ])('leaves a list of regions whole behind a word of cause: %s', (text, regions) => {
    expect(read(text).flatMap((fact) => (fact.concept === 'spondylolysis' ? fact.regions : []))).toEqual(regions)
  })

  it('tells a place in the sentence from one of the document', () => {
    expect(mention('Spondylolysis at C6.', 'spondylolysis')?.placed).toBe('sentence')
    expect(mention('Cervical spine tender. Spondylolysis.', 'spondylolysis')).toMatchObject({
      placed: 'document',
      regions: ['cervical'],
    })
    expect(mention('Low back pain and spondylolysis.', 'spondylolysis')).toMatchObject({
      placed: 'document',
      regions: ['lumbar'],
    })
    expect(mention('Neck and low back pain, spondylolysis.', 'spondylolysis')).toMatchObject({
      placed: 'document',
      regions: [],
    })
    expect(mention('Neck pain from spondylolysis at C6.', 'spondylolysis')).toMatchObject({
      placed: 'sentence',
      level: 'C6',
    })
  })

  it('takes the region that a note is about', () => {
    const placed = (text: string) => mention(text, 'sensory-deficit')?.regions
    expect(placed('CT CERVICAL SPINE\nLevels C3 to T1 seen. L5 fused.\nNumbness.')).toEqual(['cervical'])
    expect(placed('Neck pain. C6 defect. PMH: L5 spondylolysis.\nExam: numbness.')).toEqual(['cervical'])
    expect(placed('Disc at L5-S1. No neck pain. Numbness.')).toEqual(['lumbar'])
    expect(placed('Neck and low back pain. Numbness.')).toEqual([])
  })

  it('takes the region of the title where the text names none', () => {
    expect(read('Bilateral pars defect.', 'CT cervical spine')[0]?.regions).toEqual(['cervical'])
  })
})

describe('levels in a row', () => {
  const levels = (text: string, concept: string) =>
    read(text)
      .filter((fact) => fact.concept === concept)
      .map(({ level }) => level)

  it.each([
    ['Severe stenosis at C4-5, C5-6.', 'stenosis', ['C4-C5', 'C5-C6']],
    ['C5-C6, C6-C7 discectomy and arthrodesis.', 'fusion', ['C5-C6', 'C6-C7']],
    ['Disc herniations, L3-L4 and L4-L5.', 'disc-disorder', ['L3-L4', 'L4-L5']],
    ['Disc herniation, L4-L5, worse than L3-L4 and L5-S1.', 'disc-disorder', ['L4-L5', 'L3-L4', 'L5-S1']],
    ['Fusion L2 to L4.', 'fusion', ['L2-L4']],
    ['L4-5 has stenosis, L5-S1 has none.', 'stenosis', ['L4-L5']],
    ['Pars defect at C6, L4 stenosis.', 'pars-defect', ['C6']],
  ])('are one list: %s', (text, concept, expected) => {
    expect(levels(text, concept)).toEqual(expected)
  })

  it('beat a word for the region', () => {
    expect(mention('Severe lumbar spondylosis, L5-S1.', 'spondylosis')).toMatchObject({ regions: ['lumbosacral'] })
    expect(mention('Fused C3-T1 for cervical myelopathy.', 'myelopathy')).toMatchObject({ regions: ['cervical'] })
  })
})
