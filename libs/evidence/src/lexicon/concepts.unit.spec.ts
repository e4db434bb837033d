import { describe, expect, it } from '@jest/globals'
import { mention, read } from '../../testing/read.js'

describe('which condition is meant', () => {
  it('reads a defect through the words between', () => {
    expect(mention('Lucent defect through the left C6 pars interarticularis.', 'pars-defect')).toMatchObject({
      text: 'defect through the left C6 pars',
      level: 'C6',
    })
    expect(read('The pars is intact. Fracture of the clavicle.').map((fact) => fact.concept)).toEqual([])
  })

  it('reads both conditions in myeloradiculopathy', () => {
    expect(
      read('Cervical myeloradiculopathy.')
        .map((fact) => fact.concept)
        .sort(),
    ).toEqual(['myelopathy', 'radiculopathy'])
  })

  it('reads the cause that is stated', () => {
    expect(mention('Cervical myelopathy due to the pars defect.', 'myelopathy')).toMatchObject({
      cause: 'pars-defect',
      regions: ['cervical'],
    })
  })
})
