import { describe, expect, it } from '@jest/globals'
import { mention, read } from '../../testing/read.js'

/** What two readers who did not know the engine marked on real notes, in sentences of our own. */
describe('words of real notes', () => {
  it.each([
    ['No bowel or bladder symptoms.', 'sphincter-loss', 'negated'],
    ['She has a drop foot on the left.', 'motor-deficit', 'affirmed'],
    ['Triceps are 4 plus out of 5.', 'motor-deficit', 'affirmed'],
    ['Mild annular bulging at L3-L4.', 'disc-disorder', 'affirmed'],
    ['Encroaching upon the left C6-C7 foramen.', 'stenosis', 'affirmed'],
    ['A borderline canal stenosis at C4-C5.', 'stenosis', 'affirmed'],
    ['Severe disc space narrowing at L5-S1.', 'disc-degeneration', 'affirmed'],
    ['He smokes one pack a day.', 'tobacco-dependence', 'affirmed'],
    ['Metformin 500 mg twice a day.', 'oral-hypoglycemics', 'affirmed'],
    ['The hemoglobin level was low at 7.9.', 'hemoglobin', 'affirmed'],
    ['Lumbar spine. Medial branch block at L4 and L5.', 'spine-injection', 'affirmed'],
    ['Medial branch rhizotomy at L4.', 'spine-injection', 'affirmed'],
    ['Left L5 nerve root decompression.', 'spine-surgery', 'affirmed'],
    ['There is no cord impingement.', 'stenosis', 'negated'],
    ['The disc impinges on the cord at C5-C6.', 'stenosis', 'affirmed'],
    ['Mild flattening of the cord.', 'stenosis', 'affirmed'],
    ['Disc material protrudes into the canal at C5-C6.', 'disc-disorder', 'affirmed'],
    ['He denied bowel/bladder problems.', 'sphincter-loss', 'negated'],
    ['She noted changes in bowel or bladder control.', 'sphincter-loss', 'affirmed'],
    ['He required ventilator assistance.', 'respiratory-support', 'affirmed'],
    ['His legs gave way.', 'motor-deficit', 'affirmed'],
    ['Her legs suddenly gave out.', 'motor-deficit', 'affirmed'],
    ['He cannot dorsiflex the right foot.', 'motor-deficit', 'affirmed'],
    ['Bulging annulus at L4-L5.', 'disc-disorder', 'affirmed'],
    ['An epidural injection at L4.', 'spine-injection', 'affirmed'],
    ['Trigger point injections.', 'spine-injection', 'affirmed'],
    ['Compression of spinal cord at C5.', 'stenosis', 'affirmed'],
    ['Thecal sac distortion.', 'stenosis', 'affirmed'],
    ['H&H 7.1 and 21.', 'hemoglobin', 'affirmed'],
    ['The patient was a nonsmoker.', 'tobacco-dependence', 'negated'],
    ['She is not a smoker.', 'tobacco-dependence', 'negated'],
    ['He does not smoke or drink.', 'tobacco-dependence', 'negated'],
    ['Now and then he smokes.', 'tobacco-dependence', 'affirmed'],
    ['He was counseled on smoking cessation.', 'tobacco-dependence', 'affirmed'],
    ['She denies tobacco use.', 'tobacco-dependence', 'negated'],
    ['He quit smoking ten years ago.', 'tobacco-history', 'affirmed'],
    ['A 30 pack year smoking history.', 'tobacco-history', 'affirmed'],
    ['No change in bowel or bladder function.', 'sphincter-loss', 'negated'],
    ['Lumbar stenosis. He has difficulty voiding.', 'sphincter-loss', 'affirmed'],
    ['She has not urinated since noon.', 'urinary-retention', 'affirmed'],
    ['No sensory or motor deficit.', 'motor-deficit', 'negated'],
    ['Motor and sensory deficits of the left arm.', 'sensory-deficit', 'affirmed'],
    ['Changes in sensation over the foot.', 'sensory-deficit', 'affirmed'],
    ['He lost strength in his right hand.', 'motor-deficit', 'affirmed'],
    ['Strength was lost in the right arm.', 'motor-deficit', 'affirmed'],
    ['Lung cancer metastatic to the thoracic spine.', 'spine-tumor', 'affirmed'],
    ['Metastases to ribs, pelvis, and the thoracic spine.', 'spine-tumor', 'affirmed'],
    ["He has Parkinson's disease.", 'other-nerve-disease', 'affirmed'],
    ['Four views of the cervical spine.', 'imaging', 'affirmed'],
    ['The lumbar myelogram was normal.', 'imaging', 'affirmed'],
    ['A DEXA scan in May.', 'imaging', 'affirmed'],
    ['A report of her prior lumbar MRI.', 'imaging', 'affirmed'],
    ['No change compared with her previous scan.', 'imaging', 'affirmed'],
    ['No increased work of breathing.', 'respiratory-distress', 'negated'],
    ['Lungs: wheezes and retractions.', 'respiratory-distress', 'affirmed'],
    ['She takes insulin twice a day.', 'long-term-insulin', 'affirmed'],
    ['Blood loss anemia after the fusion.', 'blood-loss-anemia', 'affirmed'],
    ['No neural compression at L3-L4.', 'stenosis', 'negated'],
  ])('reads %s', (text, concept, assertion) => {
    expect(mention(text, concept)).toMatchObject({ assertion })
  })

  it.each([
    ['Vocal cord paralysis after thyroidectomy.', 'motor-deficit'],

    ['Reflexes: biceps 2/2, knees 2/2.', 'motor-deficit'],
    ['After smooth induction and intubation, he was turned.', 'respiratory-support'],
    ['The stricture was intubated with a guidewire.', 'respiratory-support'],
    ['Retroperitoneal lymph nodes are not enlarged. Lumbar spine is normal.', 'anterior-approach'],
    ['Left posterolateral disc osteophyte at C5-C6.', 'posterior-approach'],
    ['Lumbar paraspinal muscles are tender.', 'posterior-approach'],
    ['The cubital tunnel was unroofed through the cubital tunnel.', 'other-nerve-disease'],
    ['Degenerative disc disease of the right hip.', 'disc-degeneration'],
    ['DP and PT pulses are full.', 'physical-therapy'],
    ['Severe disc space narrowing at L5-S1.', 'stenosis'],
    ['Retention of the catheter balloon.', 'sphincter-loss'],
    ['The LAD has a 70% stenosis.', 'stenosis'],
    ['Stenosis of the first diagonal.', 'stenosis'],
    ['Scarring fusion of the soft tissue.', 'fusion'],
    ['A recent collarbone fracture.', 'acute-fracture'],
    ['Hemoglobin A1c was 8.', 'hemoglobin'],
    ['Chronic blood loss anemia.', 'blood-loss-anemia'],
    ['The terminal ileum was intubated with the colonoscope.', 'respiratory-support'],
    ['The colonoscope was passed and the cecum intubated.', 'respiratory-support'],
    ['He smokes marijuana.', 'tobacco-dependence'],
    ['A lumbar epidural for labor.', 'spine-injection'],
    ['Hamstring autograft for the ligament.', 'bone-graft'],
    ['Decreased sensation in the L5 dermatome.', 'radiculopathy'],
    ['He was put on an insulin drip.', 'long-term-insulin'],
  ])('does not take %s for %s', (text, concept) => {
    expect(mention(text, concept)).toBeUndefined()
  })

  it('names a fusion, its column and its approach in one longer name', () => {
    const concepts = read('Anterior interbody fusion at C5-C6.').map(({ concept }) => concept)
    expect(concepts).toEqual(
      expect.arrayContaining(['fusion', 'anterior-column', 'anterior-approach', 'spine-surgery']),
    )
  })

  it.each([
    ['Lumbar MRI was unremarkable.', 'affirmed'],
    ['A negative CT of the neck.', 'affirmed'],
    ['No MRI was done.', 'negated'],
    ['Plan: MRI of the cervical spine.', 'hypothetical'],
    ['I recommended an MRI for further evaluation.', 'hypothetical'],
    ['Yesterday she had a CT for her headache.', 'affirmed'],
    ['Plan: the radiographs show good position of the plate.', 'affirmed'],
    ['CT head without contrast and CT cervical spine.', 'affirmed'],
  ])('a test is done though its result is negative: %s', (text, assertion) => {
    expect(mention(text, 'imaging')).toMatchObject({ assertion })
  })

  it.each([
    ['Hgb 10.4g/dL after surgery.', 10.4],
    ['Hgb 9g/dL after surgery.', 9],
    ['Hgb today was 8.1.', 8.1],
    ['Hemoglobin level today is 7.', 7],
    ['Hemoglobin fell from 12 to 7.1.', 7.1],
    ['H&H of 8.4 and 25.1.', 8.4],
    ['H and H were 9.1 and 27.', 9.1],
    ['H&H stable at 10.1 and 30.', 10.1],
    ['H&H 30/10.2.', 10.2],
    ['H&H was steady at 38.2 and 12.9.', 12.9],
    ['H and H of 36.4, 11.8 today.', 11.8],
  ])('a unit behind its number, and two numbers: %s', (text, value) => {
    expect(mention(text, 'hemoglobin')).toMatchObject({ value })
  })

  it.each([
    ['100% oxygen saturation on room air.', 'oxygen-saturation', 100],
    ['Pulse oximetry was 91% on arrival.', 'oxygen-saturation', 91],
    ['Saturating 96% on room air.', 'oxygen-saturation', 96],
    ['The partial pressure of oxygen was only 58 mmHg.', 'arterial-oxygen', 58],
    ['Partial pressure of carbon dioxide of 61.', 'arterial-carbon-dioxide', 61],
  ])('a number before its name, and names in full: %s', (text, concept, value) => {
    expect(mention(text, concept)).toMatchObject({ value })
  })

  it.each([
    ['Pain radiating down the right leg in an S1 distribution.', 'S1'],
    ['It radiates to the arm in a C7 dermatome.', 'C7'],
    ['The pain shoots into the leg in an L5 distribution.', 'L5'],
    ['Pain radiates along the L5 nerve root distribution.', 'L5'],
  ])('pain that follows a root: %s', (text, level) => {
    expect(mention(text, 'radiculopathy')).toMatchObject({ assertion: 'affirmed', level })
  })

  it.each([
    ['Celebrex 200 mg once daily.', 'nsaids', 'affirmed'],
    ['We will increase his metformin to 1000 mg.', 'oral-hypoglycemics', 'affirmed'],
    ['Plan: status post L4-L5 laminectomy.', 'spine-surgery', 'affirmed'],
    ['He was indicated for a posterior spinal fusion.', 'fusion', 'hypothetical'],
    ['A hematoma can compress the cord and result in weakness of the legs.', 'motor-deficit', 'hypothetical'],
  ])('what is under way, planned or feared: %s', (text, concept, assertion) => {
    expect(mention(text, concept)).toMatchObject({ assertion })
  })
})
