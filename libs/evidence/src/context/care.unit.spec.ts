import { describe, expect, it } from '@jest/globals'
import { mention } from '../../testing/read.js'

describe('whether care was given', () => {
  it.each([
    ['Tried PT, will start a brace.', 'collar', 'hypothetical'],
    ['Brace ordered and PT completed.', 'collar', 'hypothetical'],
    ['PT was recommended, and he attended.', 'physical-therapy', 'affirmed'],
    ['A brace was discussed but not pursued.', 'collar', 'hypothetical'],
    ['Naproxen was suggested, and she has been taking it.', 'nsaids', 'affirmed'],
    ['Brace ordered and PT completed.', 'physical-therapy', 'affirmed'],
    ['He has not worn a brace.', 'collar', 'negated'],
    ['She stopped the diclofenac.', 'nsaids', 'affirmed'],
    ['No response to physical therapy.', 'physical-therapy', 'affirmed'],
    ['Pt refused the collar.', 'collar', 'hypothetical'],
    ['Collar: n/a', 'collar', 'negated'],
    ['Collar in place: [x] Aspen collar [ ] none', 'collar', 'affirmed'],
    ['Plan:\n  Collar: soft\n  Physical therapy: 2x/week', 'physical-therapy', 'hypothetical'],
    ['Plan:\n\n1. PT\n\n2. Naproxen 500 bid', 'nsaids', 'hypothetical'],
    ['Plan:\nAvoid NSAIDs', 'nsaids', 'negated'],
    ['Assessment and plan:\n1. Stenosis\n2. Pain: naproxen 500 bid', 'nsaids', 'hypothetical'],
    ['Orders: PT\nTreatments tried: naproxen', 'nsaids', 'affirmed'],
    ['Treatments not tried:\n- brace', 'collar', 'negated'],
    ['Patient declines: bracing', 'collar', 'hypothetical'],
    ['Plan: 1) Continue PT 2) Naproxen 500 bid', 'nsaids', 'hypothetical'],
    ['Takes naproxen and has never worn a collar.', 'nsaids', 'affirmed'],
    ['Has not had PT. Takes naproxen.', 'nsaids', 'affirmed'],
    ['D/c meds: naproxen 500 bid', 'nsaids', 'hypothetical'],
    ['I would keep her in a collar until then.', 'collar', 'hypothetical'],
    ['He was offered a collar and wants to think about it.', 'collar', 'hypothetical'],
    ['PT was to start in March, but he lost his insurance and never went.', 'physical-therapy', 'negated'],
    ['The collar is loose, and she refused her evening ibuprofen.', 'collar', 'affirmed'],
    ['A brace was prescribed, which she wore for a month.', 'collar', 'affirmed'],
    ['A referral to physical therapy has been placed.', 'physical-therapy', 'hypothetical'],
    ['A prescription for a new brace was given.', 'collar', 'hypothetical'],
    ['Start naproxen 500 mg BID, PT, soft collar at night.', 'collar', 'hypothetical'],
    ['PT x 4 wk no better, ordered collar.', 'physical-therapy', 'affirmed'],
    ['Plan:\n# Radiculopathy: PT\n# Myelopathy: no evidence', 'physical-therapy', 'hypothetical'],
    ['Assessment and plan:\nNeck pain: PT 2x/week', 'physical-therapy', 'hypothetical'],
    ['Plan: hold naproxen', 'nsaids', 'negated'],
    ['Outpatient PT.', 'physical-therapy', 'hypothetical'],
    ['Prior treatment: outpatient PT x 8.', 'physical-therapy', 'affirmed'],
    ['theropy helped', 'physical-therapy', 'affirmed'],
    ['NSAIDs she has not taken, owing to an ulcer.', 'nsaids', 'negated'],
    ['He had a brace that he never wore.', 'collar', 'negated'],
    ['Meloxicam, which she has not tried.', 'nsaids', 'negated'],
    ['NSAIDs none (kidneys).', 'nsaids', 'negated'],
    ['PT no - declined.', 'physical-therapy', 'hypothetical'],
    ['Should acetaminophen not be enough he can use ibuprofen.', 'nsaids', 'hypothetical'],
    ['For pain that acetaminophen does not hold he can take ibuprofen.', 'nsaids', 'hypothetical'],
    ['P: continue with PT.', 'physical-therapy', 'affirmed'],
    ['A brace will be worn.', 'collar', 'hypothetical'],
    ['A brace will not be worn.', 'collar', 'negated'],
    ['PT has never been attended.', 'physical-therapy', 'negated'],
    ['He is going to participate in physical therapy.', 'physical-therapy', 'hypothetical'],
    ['He was unable to attend physical therapy.', 'physical-therapy', 'negated'],
    ['He is to stay on etodolac.', 'nsaids', 'affirmed'],
    ['Neither naproxen nor PT has given him much relief.', 'nsaids', 'affirmed'],
    ['Treatment was a collar and ketorolac, later ibuprofen.', 'collar', 'affirmed'],
    ['PT when the collar is off.', 'physical-therapy', 'hypothetical'],
    ['Refer to PT. Collar 6 wk.', 'collar', 'hypothetical'],
    ['Refer to PT. NSAIDs prn.', 'nsaids', 'affirmed'],
    ['Refer to PT.\nCollar 6 wk.', 'collar', 'affirmed'],
    ['His sister is in a brace.', 'collar', 'affirmed'],
    ['Assessment and plan\nBrace', 'collar', 'hypothetical'],
    ['Not much benifit from ibuprofen.', 'nsaids', 'affirmed'],
    ['He was not given ibuprofen.', 'nsaids', 'negated'],
    ['Has never used NSAIDs or been given a home exercise program.', 'physical-therapy', 'negated'],
    ['P - meloxicam, recheck 6 wks', 'nsaids', 'hypothetical'],
    ['Prior tx - PT', 'physical-therapy', 'affirmed'],
    ['I would not start NSAIDs.', 'nsaids', 'negated'],
    ['He has no desire to do PT.', 'physical-therapy', 'hypothetical'],
    ['I am sending her to physical therapy.', 'physical-therapy', 'hypothetical'],
    ['Orthotic device: Miami J  Worn: at night', 'collar', 'affirmed'],
    ['PLAN: After reviewing his MRI we talked.', 'imaging', 'affirmed'],
    ['PLAN: His exam and MRI findings were gone over.', 'imaging', 'affirmed'],
    ['PLAN: We discussed her x-ray results, in detail.', 'imaging', 'affirmed'],
    ['He cannot work until we have the MRI results.', 'imaging', 'hypothetical'],
    ['We will obtain an MRI and I will discuss the findings with her.', 'imaging', 'hypothetical'],
    ['He was fitted for an LSO, which he wears when out of bed.', 'collar', 'affirmed'],
    ['PROGNOSIS: Good, with compliance with physical therapy.', 'physical-therapy', 'hypothetical'],
    ['She was going to obtain an MRI; however, she moved.', 'imaging', 'hypothetical'],
    ['We took another series of x-rays to confirm the level.', 'imaging', 'affirmed'],
    [
      'The cage was filled with putty and allograft, and once it was seated a plate was added.',
      'bone-graft',
      'affirmed',
    ],
    ['Prognosis is good with compliance with a home exercise program.', 'physical-therapy', 'hypothetical'],
  ])('%s: %s', (text, concept, assertion) => {
    expect(mention(text, concept)?.assertion).toBe(assertion)
  })

  describe('is read alike of every verb', () => {
    const VERBS = [
      ['do', 'did', 'done', 'doing'],
      ['attend', 'attended', 'attended', 'attending'],
      ['try', 'tried', 'tried', 'trying'],
      ['undergo', 'underwent', 'undergone', 'undergoing'],
      ['complete', 'completed', 'completed', 'completing'],
      ['go to', 'went to', 'gone to', 'going to'],
      ['participate in', 'participated in', 'participated in', 'participating in'],
    ] as const
    it.each([
      ['He {1} PT.', 'affirmed'],
      ['He has been {3} PT.', 'affirmed'],
      ['After {3} PT he returned.', 'affirmed'],
      ['He did {0} PT.', 'affirmed'],
      ['He has not {2} PT.', 'negated'],
      ['He never {1} PT.', 'negated'],
      ['He has not yet {2} PT.', 'negated'],
      ['He is not {3} PT.', 'negated'],
      ['He was unable to {0} PT.', 'negated'],
      ['He has yet to {0} PT.', 'negated'],
      ['He will {0} PT.', 'hypothetical'],
      ['He will be {3} PT.', 'hypothetical'],
      ['He should {0} PT.', 'hypothetical'],
      ['He is going to {0} PT.', 'hypothetical'],
      ['I recommended that he {0} PT.', 'hypothetical'],
      ['He was told to {0} PT.', 'hypothetical'],
      ['He would rather not {0} PT.', 'hypothetical'],
      ['He refuses to {0} PT.', 'hypothetical'],
    ])('%s', (frame, assertion) => {
      for (const forms of VERBS) {
        const text = frame.replace(/\{(\d)\}/, (_, form: string) => forms[Number(form)] as string)
        expect([text, mention(text, 'physical-therapy')?.assertion]).toEqual([text, assertion])
      }
    })
    it.each([
      ['A brace was {2} without relief.', 'affirmed'],
      ['A brace was not {2}.', 'negated'],
      ['A brace has never been {2}.', 'negated'],
      ['A brace could not be {2}.', 'negated'],
      ['A brace will be {2}.', 'hypothetical'],
      ['A brace is to be {2}.', 'hypothetical'],
    ])('%s', (frame, assertion) => {
      for (const form of ['worn', 'used', 'tried', 'given', 'obtained'])
        expect([form, mention(frame.replace('{2}', form), 'collar')?.assertion]).toEqual([form, assertion])
    })
  })

  it.each([
    ['Intolerances: naproxen (hives)', 'nsaids', 'negated'],
    ['Hold: naproxen', 'nsaids', 'negated'],
    ['Held home ibuprofen before surgery.', 'nsaids', 'negated'],
    ['New meds: naproxen', 'nsaids', 'hypothetical'],
    ['Hold off on PT.', 'physical-therapy', 'hypothetical'],
    ['PT: awaiting auth', 'physical-therapy', 'hypothetical'],
    ['Collar: not yet ordered', 'collar', 'hypothetical'],
    ['A collar is not being used.', 'collar', 'negated'],
    ['NSAIDs are not safe with his kidneys.', 'nsaids', 'negated'],
    ['Ibuprofen scheduled; brace fitted.', 'nsaids', 'affirmed'],
    ['She was advised to avoid naproxen.', 'nsaids', 'negated'],
    ['I recommend a collar and taking naproxen.', 'nsaids', 'hypothetical'],
    ['He left with recommendations for a soft collar.', 'collar', 'hypothetical'],
    ['I will see him after he has completed PT.', 'physical-therapy', 'hypothetical'],
    ['Given a prescription for Vicodin q.4-6h. as needed and naproxen.', 'nsaids', 'hypothetical'],
    ['I ordered an MRI, which showed a herniated disc.', 'imaging', 'affirmed'],
    ['She was sent for a CT where a fracture was found.', 'imaging', 'affirmed'],
    ['I recommended an MRI. This revealed stenosis.', 'imaging', 'affirmed'],
    ['I referred her for a lumbar MRI and she returns today.', 'imaging', 'affirmed'],
    ['Plan: the nodule visible on his CT is small.', 'imaging', 'affirmed'],
    ['An MRI was ordered and will be done next week.', 'imaging', 'hypothetical'],
  ])('%s (%s)', (text, concept, assertion) => {
    expect(mention(text, concept)?.assertion).toBe(assertion)
  })

  it.each([
    ['Her family doctor recommended an MRI. The MRI revealed stenosis at L4-L5.', 'imaging', 'affirmed'],
    ['It was suggested that he have a CT. He had the CT at the county hospital.', 'imaging', 'affirmed'],
    ['Dr. Lee ordered an MRI of the spine and told her that a disc was out.', 'imaging', 'affirmed'],
    ['His chiropractor sent him for x-rays of the neck, which were normal.', 'imaging', 'affirmed'],
    ['An MRI was ordered and is still pending.', 'imaging', 'hypothetical'],
    ['We will order an MRI. It was normal two years ago.', 'imaging', 'hypothetical'],
    ['He was told to stop taking ibuprofen and Aleve.', 'nsaids', 'hypothetical'],
    ['We talked with the patient about his insulin regimen.', 'long-term-insulin', 'affirmed'],
    ['I will call her doctor about her insulin regimen.', 'long-term-insulin', 'affirmed'],
  ])('that was asked for and reported, or belongs to somebody: %s', (text, concept, assertion) => {
    expect(mention(text, concept)?.assertion).toBe(assertion)
  })

  it.each([
    ['If he is not better in two weeks, we will obtain an MRI of the neck.', 'imaging'],
    ['Should her pain persist, I would consider an epidural injection at L4-L5.', 'spine-injection'],
    ['An MRI of the spine will be ordered if his symptoms get worse.', 'imaging'],
  ])('that waits for a condition is no plan: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'hypothetical' })
    expect(mention(text, concept)?.care).toBeUndefined()
  })

  it.each([
    ['We will start physical therapy, and see her again if she does not improve.', 'physical-therapy'],
    ['He needs a CT to see if it has healed.', 'imaging'],
  ])('that waits for none is one: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'hypothetical', care: 'planned' })
  })

  it('leaves other mentions alone', () => {
    expect(mention('Plan: stenosis to be followed.', 'stenosis')?.assertion).toBe('affirmed')
  })
})
