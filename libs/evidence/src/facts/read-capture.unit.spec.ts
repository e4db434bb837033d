import { describe, expect, it } from '@jest/globals'
import { engine } from '../../testing/read.js'

describe('what was captured', () => {
  it('in words is read as words are', () => {
    const facts = engine.read([], {
      neuro: ['radiculopathy', 'no myelopathy', 'hand_weakness'],
      conservativeCare: ['nsaid', 'declined physical therapy'],
      etiology: 'congenital',
    })
    expect(facts.map(({ concept, assertion }) => [concept, assertion])).toEqual([
      ['spondylolysis', 'affirmed'],
      ['congenital', 'affirmed'],
      ['radiculopathy', 'affirmed'],
      ['myelopathy', 'negated'],
      ['motor-deficit', 'affirmed'],
      ['nsaids', 'affirmed'],
      ['physical-therapy', 'hypothetical'],
    ])
  })

  const captured = (...findings: string[]) =>
    engine
      .read([], { spinalLevel: 'C6', imaging: [{ modality: 'CT', findings }] })
      .map((fact) => [fact.concept, fact.assertion])

  it.each(['fracture-line', 'Fracture line', 'sclerosis', 'Marrow_Edema', 'lucency'])('%s affirms', (finding) => {
    expect(captured(finding)).toEqual([
      ['imaging', 'affirmed'],
      ['pars-defect', 'affirmed'],
    ])
  })

  it('of no defect affirms none', () => {
    expect(captured('normal', 'intact pars')).toEqual([['imaging', 'affirmed']])
    expect(captured('no pars defect')).toEqual([
      ['imaging', 'affirmed'],
      ['pars-defect', 'negated'],
    ])
  })
})
