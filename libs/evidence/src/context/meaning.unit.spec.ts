import { describe, expect, it } from '@jest/globals'
import { mention, told } from '../../testing/read.js'

describe('consent and risk', () => {
  it.each([
    ['The hazards (including, but not limited to, bleeding, stroke and death) were gone over.', 'other-nerve-disease'],
    ['Risks that were listed include but are not limited to infection, durotomy and nonunion.', 'durotomy'],
    ['Known adverse outcomes, such as durotomy, were named.', 'durotomy'],
    ['He was told what could go wrong: bleeding, wound infection, quadriplegia.', 'wound-infection'],
    ['Left alone, it might leave him with quadriplegia.', 'quadriparesis'],
    ['She runs the danger of quadriplegia.', 'quadriparesis'],
    ['Without it he might wind up tetraplegic.', 'quadriparesis'],
    ['Myelopathy may set in if the canal narrows.', 'myelopathy'],
  ])('name nothing that is there: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'hypothetical' })
  })
})

describe('what was gone over before an operation', () => {
  it.each([
    ['We discussed bleeding, infection of the wound and quadriplegia.', 'quadriparesis'],
    ['We talked about bleeding and transfusion, nerve injury and paralysis.', 'anemia-treated'],
    ['The operation was explained, including bleeding, durotomy and a transfusion.', 'durotomy'],
    ['Consent was obtained after we went over wound infection, durotomy and paralysis.', 'durotomy'],
    ['We also reviewed infection, dural tear and weakness of the leg with him.', 'motor-deficit'],
  ])('is a consent without the word risk: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'hypothetical' })
  })

  it.each([
    ['We discussed the wound infection and the bleeding at length.', 'wound-infection'],
    ['I discussed with her the lumbar stenosis seen on the MRI.', 'stenosis'],
    ['We discussed the MRI that shows a herniated disc at L4-L5.', 'disc-disorder'],
  ])('is there where it is a certain one: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'affirmed' })
  })
})

describe('what somebody thinks', () => {
  it.each([
    ['I believe he has a lumbar radiculopathy.', 'radiculopathy', 'affirmed'],
    ['We think that the patient has cervical spondylosis.', 'spondylosis', 'affirmed'],
    ['I still think this is a cervical myelopathy.', 'myelopathy', 'affirmed'],
    ['We believe this to be a radiculopathy.', 'radiculopathy', 'affirmed'],
    ['My impression is that she has lumbar stenosis.', 'stenosis', 'affirmed'],
    ['I do not believe he has myelopathy.', 'myelopathy', 'negated'],
    ['I suspect she has cervical myelopathy.', 'myelopathy', 'possible'],
    ['I believe this is most likely a radiculopathy.', 'radiculopathy', 'possible'],
    ['It is thought to be a C6 radiculopathy.', 'radiculopathy', 'possible'],
    ['The patient believes that she has spinal stenosis.', 'stenosis', 'possible'],
    ['His wife thinks he has weakness of the arm.', 'motor-deficit', 'possible'],
    ['He thinks that he drops things due to weakness of his grip.', 'motor-deficit', 'possible'],
  ])("is a diagnosis where it is the writer's: %s", (text, concept, assertion) => {
    expect(mention(text, concept)).toMatchObject({ assertion })
  })
})

describe('a denied history', () => {
  it.each([
    ['She never had a history of malnutrition.', 'malnutrition'],
    ['She never had any history of weakness in the legs.', 'motor-deficit'],
    ['He never had a history of cervical radiculopathy or myelopathy.', 'myelopathy'],
    ['He does not have a history of lumbar surgery.', 'spine-surgery'],
    ['She denied any previous history of weakness or numbness in the legs.', 'sensory-deficit'],
  ])('reaches all that it names: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'negated' })
  })
})

describe('a doubt', () => {
  it.each([
    ['She was presumed to have discitis.', 'spine-infection'],
    ['A potentially unstable segment at C5-C6.', 'instability'],
    ['Felt at first to have a radiculopathy.', 'radiculopathy'],
    ['Foot drop, probably due to radiculopathy.', 'radiculopathy'],
    ['The picture is atypical for myelopathy.', 'myelopathy'],
    ['The films do not permit us to exclude an acute fracture.', 'acute-fracture'],
    ['It sounds like a lumbar radiculopathy.', 'radiculopathy'],
    ['Tentative diagnosis of discitis.', 'spine-infection'],
    ['We may be dealing with discitis.', 'spine-infection'],
    ['I suspect the fall was due to myelopathy.', 'myelopathy'],
    ['Discitis, biopsy pending.', 'spine-infection'],
    ['Discitis remains in the differential.', 'spine-infection'],
  ])('is of what it is about: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'possible' })
  })

  it.each([
    ['She has hand numbness, which could be contributing to her falls.', 'sensory-deficit'],
    ['Weakness of the hand, which may be driving her disability.', 'motor-deficit'],
  ])('of an effect leaves the finding: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'affirmed' })
  })
})

describe('two denials', () => {
  it.each([
    ['She cannot climb a stair without dyspnea.', 'dyspnea'],
    ['Hardly a night passes without cramps.', 'cramps'],
    ['Unable to sit for long without spasm.', 'spasm'],
  ])('say that it is there: %s', (text, target) => {
    expect(told(text, target)).toMatchObject([{ assertion: 'affirmed' }])
  })

  it.each([
    ['No further testing for her tremor is planned.', 'tremor'],
    ['No surgical repair of the hernia was offered.', 'hernia'],
    ['No follow up of the nodule is needed.', 'nodule'],
  ])('of what is done about it leave it: %s', (text, target) => {
    expect(told(text, target)).toMatchObject([{ assertion: 'affirmed' }])
  })

  it.each([
    ['He walked without pain.', 'pain'],
    ['Nothing was found, without fever.', 'fever'],
    ['No imaging evidence of abscess.', 'abscess'],
  ])('are not any denial: %s', (text, target) => {
    expect(told(text, target)).toMatchObject([{ assertion: 'negated' }])
  })
})

describe('a denial', () => {
  it.each([
    ['Neg. for embolism.', 'embolism'],
    ['No evid. of abscess.', 'abscess'],
    ['Treated for presumed embolism, since refuted.', 'embolism'],
    ['Pericarditis was considered but the echo was normal.', 'Pericarditis'],
    ['rebound +ve, rigidity -ve', 'rigidity'],
    ['sweaty +, febrile -, clammy +', 'febrile'],
    ['RESPIRATORY: Negative cough, negative wheeze.', 'wheeze'],
    ['chills-, sputum+, rash-', 'rash'],
    ['Serial enzymes were flat, ruling out necrosis.', 'necrosis'],
    ['Pertinent negatives include rash, chills and tremor.', 'tremor'],
    ['She denies the following:\n- chills\n- tremor', 'tremor'],
    ['chills: no\ntremor: yes', 'chills'],
    ['These films are not in keeping with gout.', 'gout'],
    ['At first believed to be appendicitis; a scan ruled this out.', 'appendicitis'],
    ['At first believed to be appendicitis. It was later excluded.', 'appendicitis'],
  ])('in short: %s', (text, target) => {
    expect(told(text, target)).toMatchObject([{ assertion: 'negated' }])
  })

  it('of what was so before the operation is none of now', () => {
    expect(mention('New foot drop that had not been present before surgery.', 'motor-deficit')).toMatchObject({
      assertion: 'affirmed',
    })
  })
})

describe('the past', () => {
  it.each([
    ['He had a wound infection after an appendectomy in 1997.', 'wound-infection', 'historical'],
    ['She had a wound infection last summer and is well now.', 'wound-infection', 'historical'],
    ['He has had weakness since 2019.', 'motor-deficit', 'current'],
    ['A 3 week h/o arm weakness.', 'motor-deficit', 'current'],
    ['Two days prior to admission numbness of both hands began.', 'sensory-deficit', 'current'],
    ['PAST MEDICAL HISTORY: Tetraplegia, gout.', 'quadriparesis', 'current'],
    ['PAST MEDICAL HISTORY: quadriparesis with Guillain-Barre, 2018.', 'quadriparesis', 'historical'],
    ['PMH: CKD stage 4.', 'kidney-disease-stage-4', 'current'],
    ['Past medical history: wound infection.', 'wound-infection', 'historical'],
    ['PAST MEDICAL HISTORY: Radiculopathy since 2004.', 'radiculopathy', 'current'],
    ['History is notable for a wound infection yesterday.', 'wound-infection', 'current'],
    ['Previously treated for radiculopathy.', 'radiculopathy', 'historical'],
    ['Her last wound infection was in 2014.', 'wound-infection', 'historical'],
    ['Radiculopathy, outgrown.', 'radiculopathy', 'historical'],
    ['He was found to have a wound infection back on 03/04/2019.', 'wound-infection', 'historical'],
    ['A wound infection in the distant past.', 'wound-infection', 'historical'],
    ['A 6-mo hx of arm weakness.', 'motor-deficit', 'current'],
  ])('is told by time words, and what stays for life is current: %s', (text, concept, temporality) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'affirmed', temporality })
  })
})

describe('what resolved', () => {
  it.each([
    ['Acute hypoxic respiratory failure, since resolved.', 'acute-respiratory-failure'],
    ['Acute hypoxic respiratory failure (resolved).', 'acute-respiratory-failure'],
    ['Resolution of the radiculopathy by the third day.', 'radiculopathy'],
  ])('is past, and was there in the course that the text tells: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ temporality: 'historical', resolved: true })
  })

  it.each([
    ['History of radiculopathy, resolved.', 'radiculopathy'],
    ['Radiculopathy years ago, long resolved.', 'radiculopathy'],
  ])('is past alone where another word puts it before: %s', (text, concept) => {
    const fact = mention(text, concept)
    expect({ temporality: fact?.temporality, resolved: fact?.resolved }).toEqual({
      temporality: 'historical',
      resolved: undefined,
    })
  })
})

describe('an operation before', () => {
  it.each(['The durotomy of the previous operation is healed over.', 'A durotomy at the 2018 surgery left this scar.'])(
    'puts what it did before: %s',
    (text) => {
      expect(mention(text, 'durotomy')).toMatchObject({ temporality: 'historical' })
    },
  )
})

describe('what looks like a denial', () => {
  it.each([
    ['He was not aware of his hernia.', 'hernia'],
    ['Systems all negative except for tinnitus.', 'tinnitus'],
    ['Films negative for dislocation, showing arthritis.', 'arthritis'],
    ['Vesicles not previously seen cover the back.', 'Vesicles'],
    ['Hepatitis-, cirrhosis-related ascites.', 'Hepatitis'],
    ['There is no evidence of fracture. IMPRESSION:\n1. Bruise\n2. Asthma', 'Asthma'],
    ['Abdomen soft, +BS.\n-asthma\n-gout, on colchicine', 'gout'],
    ['Vesicles, not noted at the last visit.', 'Vesicles'],
    ['No interval enlargement of the goiter.', 'goiter'],
    ['Without question this is sarcoidosis.', 'sarcoidosis'],
    ['He never gets through a night without cramps.', 'cramps'],
    ['-cramps since Tuesday\n-no chills', 'cramps'],
    ['I do not have a rash and my cramps come at night.', 'cramps'],
  ])('affirms: %s', (text, target) => {
    expect(told(text, target)).toMatchObject([{ assertion: 'affirmed', temporality: 'current' }])
  })
})

describe('another person', () => {
  it("ends where the history is the patient's own", () => {
    expect(told('Family history: unremarkable. Personal history of sarcoma.', 'sarcoma')).toMatchObject([
      { experiencer: 'patient', temporality: 'historical' },
    ])
  })
})
