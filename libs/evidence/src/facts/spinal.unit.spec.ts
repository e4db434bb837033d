import { describe, expect, it } from '@jest/globals'
import { mention, read } from '../../testing/read.js'

describe('a word that names its concept only beside the spine', () => {
  it.each([
    ['Narrowing of the femoral canal of the hip.', 'stenosis'],
    ['Metastasis to the thoracic cage.', 'interbody-device'],
    ['The filter cage was replaced.', 'interbody-device'],
    ['Developmental milestones were met.', 'congenital'],
    ['Surgical treatment of the stone is planned.', 'spine-surgery'],
    ['The dura bulged.', 'disc-disorder'],
    ['Shoulder MRI for instability.', 'instability'],
    ['Weakness of the abdominal fascia.', 'motor-deficit'],
    ['Topical therapy for his eczema.', 'physical-therapy'],
    ['CBC, PT and INR were drawn.', 'physical-therapy'],
    ['INR 1.2, PT 14, platelets 210.', 'physical-therapy'],
    ['Slippage of the gastric band.', 'spondylolisthesis'],
    ['Canal stenosis of the external ear.', 'stenosis'],
    ['Ligamentous instability of the ankle.', 'instability'],
    ['Fusion of the wrist in 2009.', 'fusion'],
    ['The optic disc protrudes.', 'disc-disorder'],
    ['Hand therapy twice weekly.', 'physical-therapy'],
    ['Chronic osteomyelitis of the great toe.', 'spine-infection'],
    ['A tight stenosis of the popliteal artery.', 'stenosis'],
    ['Instability of the finger joint.', 'instability'],
    ['Ankle arthrodesis was done.', 'spine-surgery'],
    ['Surgical treatment of the foot ulcer.', 'spine-surgery'],
  ])('names nothing elsewhere: %s', (text, concept) => {
    expect(mention(text, concept)).toBeUndefined()
  })

  it.each([
    ['Narrowing at L4-L5.', 'stenosis'],
    ['A cage was placed at C5-C6.', 'interbody-device'],
    ['Lumbar spine films. There is no narrowing.', 'stenosis'],
    ['Flexion films of the lumbar spine show instability.', 'instability'],
    ['The carotid artery was retracted and the fusion at C5-C6 done.', 'fusion'],
    ['Lumbar brace, and ibuprofen until his stomach bled, helped little.', 'collar'],
  ])('names it there: %s', (text, concept) => {
    expect(mention(text, concept)).toBeDefined()
    expect(mention(text, concept)).not.toHaveProperty('weak')
  })

  it.each([
    ['Total thyroidectomy. The platysma was divided, the neck irrigated.', 'anterior-approach'],
    ['Hip replacement through an anterior approach. Heart: S1 and S2 are normal.', 'anterior-approach'],
    ['Circumcision. A caudal block was placed. Neck: supple.', 'spine-injection'],
    ['Wrist film. Posttraumatic cysts of the lunate.', 'acquired-cause'],
    ['Elbow pain from repetitive trauma.', 'acquired-cause'],
    ['The elbow was filled with allograft.', 'bone-graft'],
  ])('supports nothing in a document that does not speak of the spine: %s', (text, concept) => {
    expect(read(text).filter((fact) => fact.concept === concept && fact.weak !== true)).toEqual([])
  })

  it.each([
    ['ACDF C5-C6. The platysma was split and the carotid artery retracted.', 'anterior-approach'],
    ['Neck pain. A brace was worn.', 'collar'],
    ['Spondylolysis of L5. The defect is posttraumatic.', 'acquired-cause'],
  ])('is borne out by a document that does: %s', (text, concept) => {
    expect(mention(text, concept)).toBeDefined()
    expect(mention(text, concept)).not.toHaveProperty('weak')
  })

  it('is weak where nothing says either', () => {
    expect(mention('There is no instability.', 'instability')).toMatchObject({ assertion: 'negated', weak: true })
    expect(
      read('Spondylolysis of L5. The knee was replaced. Persistent instability.').find(
        ({ concept }) => concept === 'instability',
      ),
    ).toMatchObject({ weak: true })
  })
})

describe('another part of the body', () => {
  it.each([
    'Tingling of the left cheek.',
    'Denies sensory loss, numbness, or tingling of the lips.',
    'Numbness, coldness or tingling around the mouth.',
  ])('has a sign that supports nothing: %s', (text) => {
    const facts = read(text).filter(({ concept }) => concept === 'sensory-deficit')
    expect(facts).not.toEqual([])
    expect(facts.every(({ weak }) => weak === true)).toBe(true)
  })

  it('is not that of another item of a list', () => {
    expect(mention('Denies numbness of the face or weakness of the arms.', 'motor-deficit')).not.toHaveProperty('weak')
  })

  it('has no region of the document', () => {
    expect(mention('Lumbar strain. Numbness over the fibular head.', 'sensory-deficit')).toMatchObject({ regions: [] })
    expect(mention('Stenosis of the lumbar spine. Numbness of the fingers.', 'sensory-deficit')).toMatchObject({
      regions: [],
    })
    expect(mention('Stenosis of the lumbar spine. Numbness of the toes.', 'sensory-deficit')).toMatchObject({
      regions: ['lumbar'],
    })
  })
})
