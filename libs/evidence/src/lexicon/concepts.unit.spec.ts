import { describe, expect, it } from '@jest/globals'
import { mention, read } from '../../testing/read.js'

describe('which condition is meant', () => {
  it('keeps spondylosis, spondylolysis and spondylolisthesis apart', () => {
    expect(read('Spondylosis at C5.').map((fact) => fact.concept)).toEqual(['spondylosis'])
    expect(read('Spondylolysis at C5.').map((fact) => fact.concept)).toEqual(['spondylolysis'])
    expect(read('Spondylolisthesis at C5.').map((fact) => fact.concept)).toEqual(['spondylolisthesis'])
  })

  it('reads a defect through the words between', () => {
    expect(mention('Lucent defect through the left C6 pars interarticularis.', 'pars-defect')).toMatchObject({
      text: 'defect through the left C6 pars',
      level: 'C6',
    })
    expect(read('The pars is intact. Fracture of the clavicle.').map((fact) => fact.concept)).toEqual([])
  })

  it.each([
    'The left pars shows a defect.',
    'Pars: L5 defect bilaterally',
    'Cleft at C6, left pars.',
    'The pars is interrupted.',
    'Pars non-union.',
    'A fracture through the pars.',
    'The pars interarticularis shows a cleft.',
    'The pars at L5 is lytic.',
    'Broken left L5 pars.',
    'Pars L5: bilateral defects',
    'Nonunion at the isthmus.',
    'Loss of continuity of the pars.',
  ])('a pars defect: %s', (text) => {
    expect(mention(text, 'pars-defect')).toBeDefined()
  })

  it.each([
    'C6 fracture: acute.',
    'Fracture, C7 lamina, acute',
    'No fracture that is acute.',
    'Fracture of the C6 vertebral body, acute.',
    'Fracture through C6 appears acute.',
    'Fresh C6 fx.',
    'Acutely displaced fracture of C6.',
    'Acute L1 compression deformity.',
  ])('an acute fracture: %s', (text) => {
    expect(mention(text, 'acute-fracture')).toBeDefined()
  })

  it.each([
    'Postoperative laminectomy defect at C6, pars intact.',
    'Small lucency in the C6 vertebral body, pars are intact.',
    'Defect at C6 with pars intact.',
    'Retinal defect near the pars plana.',
  ])('no pars defect: %s', (text) => {
    expect(mention(text, 'pars-defect')).toBeUndefined()
  })

  it.each([
    'He broke his collar bone.',
    'Trach collar at 40%.',
    'Jacket collar.',
    'Collar of the stem.',
    'Transverse collar incision.',
    'A brace for his left knee.',
    'She braced herself.',
    'Bracing with his hand.',
    'Orthodontic braces.',
  ])('no collar: %s', (text) => {
    expect(mention(text, 'collar')).toBeUndefined()
  })

  it.each(['He was braced for three months.', 'Braced in a TLSO.', 'Soft collar for comfort.'])(
    'a collar: %s',
    (text) => {
      expect(mention(text, 'collar')).toBeDefined()
    },
  )

  it.each([
    'Sagittal images were acquired.',
    'ICU-acquired infection.',
    'Acquired at an outside facility.',
    'Acquired hypothyroidism.',
    'History acquired from his wife.',
  ])('nothing acquired: %s', (text) => {
    expect(mention(text, 'acquired')).toBeUndefined()
  })

  it.each(['Acute rib fracture.', 'Acute fracture of the left clavicle.'])('no vertebral fracture: %s', (text) => {
    expect(mention(text, 'acute-fracture')).toBeUndefined()
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

describe('words of hospitals', () => {
  it.each([
    ['The dura was accidentally entered and closed.', 'durotomy'],
    ['A small hole in the dura was sewn.', 'durotomy'],
    ['Egress of cerebrospinal fluid was noted.', 'durotomy'],
    ['Ruptured nucleus pulposus at L4-L5.', 'disc-disorder'],
    ['The disc was desiccated.', 'disc-degeneration'],
    ['Anterior diskectomy with arthrodesis at C4-C5.', 'anterior-column'],
    ['Posterior lumbar fusion, L3-L4.', 'posterior-column'],
    ['Lumbar fusion L3-L4.', 'fusion'],
    ['Two titanium implants were seated at C5-C6.', 'interbody-device'],
    ['Iliac strut graft.', 'bone-graft'],
    ['The incision was infected.', 'wound-infection'],
    ['Arthritic facets.', 'facet-arthropathy'],
    ['Knee extension 4 out of 5.', 'motor-deficit'],
    ['Motor: deltoids 3/3, grips 4/4.', 'motor-deficit'],
  ])('%s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'affirmed' })
  })
})
