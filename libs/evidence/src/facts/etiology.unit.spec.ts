import { describe, expect, it } from '@jest/globals'
import { engine, mention } from '../../testing/read.js'
import type { Fact } from './fact.js'

describe('what a mention is said to be', () => {
  it.each([
    ['CT shows a pars defect at C6.', 'pars-defect', { modality: 'CT' }],
    ['Pars defect at C6 on magnetic resonance imaging.', 'pars-defect', { modality: 'MRI' }],
    ['Pars defect at C6.', 'pars-defect', { modality: undefined }],
    ['The margins measure 320 HU.', 'pars-finding', { value: 320, unit: 'HU' }],
    ['Anterolisthesis of 3.5 mm.', 'spondylolisthesis', { value: 3.5, unit: 'mm' }],
    ['A 4 mm anterolisthesis.', 'spondylolisthesis', { value: 4, unit: 'mm' }],
    ['Spondylolisthesis, Meyerding grade II.', 'spondylolisthesis', { value: 2, unit: 'grade' }],
    ['Grade 1 anterolisthesis.', 'spondylolisthesis', { value: 1, unit: 'grade' }],
    ['Strength 3/5 in the deltoid.', 'motor-deficit', { value: 3, unit: '/5' }],
    ['Congenital spondylolysis.', 'spondylolysis', { etiology: 'congenital' }],
    ['Bilateral pars defects at C6. These are acquired.', 'pars-defect', { etiology: 'acquired' }],
    ['Acquired spondylolysis and congenital stenosis.', 'spondylolysis', { etiology: 'acquired' }],
    ['Acquired spondylolysis and congenital stenosis.', 'stenosis', { etiology: 'congenital' }],
    ['Spondylolysis, not congenital.', 'spondylolysis', { etiology: undefined }],
    ['Acquired C6 spondylolysis. Congenital bicuspid aortic valve.', 'spondylolysis', { etiology: 'acquired' }],
    ['C6 spondylolysis, acquired, below a congenital C3-4 block vertebra.', 'spondylolysis', { etiology: 'acquired' }],
    ['Congenital hip dysplasia and C6 spondylolysis.', 'spondylolysis', { etiology: undefined }],
    ['C6 spondylolysis. Developmental milestones normal.', 'spondylolysis', { etiology: undefined }],
    ['Bilateral pars defects at C6. These are congenital lesions.', 'pars-defect', { etiology: 'congenital' }],
    ['Pars defects at C6, probably congenital bilaterally.', 'pars-defect', { etiology: 'congenital' }],
    ['Congenital bilateral (C6) spondylolysis.', 'spondylolysis', { etiology: 'congenital' }],
    ['Spondylolysis of C6, developmental in origin.', 'spondylolysis', { etiology: 'congenital' }],
  ])('%s', (text, concept, expected) => {
    const { modality, value, unit, etiology } = mention(text, concept) as Fact
    expect({ modality, value, unit, etiology }).toMatchObject(expected)
  })

  it('is by what the report looked with, where no sentence says', () => {
    const [fact] = engine.read([
      { id: 'D1', type: 'radiology-report', title: 'CT cervical spine', text: 'Pars defect at C6.' },
    ])
    expect(fact).toMatchObject({ concept: 'pars-defect', modality: 'CT' })
  })
})
