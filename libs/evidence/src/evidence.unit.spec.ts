import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { openEvidence } from './evidence.js'
import type { Fact, Lexicon } from './evidence.js'

const yaml = (name: string) => parse(readFileSync(new URL(`../lexicon/${name}.yaml`, import.meta.url), 'utf8'))
const { grades, ...context } = yaml('context')
const [spine, imaging] = [yaml('spine'), yaml('imaging')]
const engine = openEvidence({
  ...spine,
  ...imaging,
  sizes: { ...spine.sizes, ...imaging.sizes },
  concepts: { ...spine.concepts, ...imaging.concepts },
  places: yaml('places'),
  context,
  ...yaml('spelling'),
  grades,
} as Lexicon)
const read = (text: string, title?: string): Fact[] =>
  engine.read([{ id: 'D1', type: 'progress-note', text, ...(title !== undefined && { title }) }])
const mention = (text: string, concept: string) => read(text).find((fact) => fact.concept === concept)

describe('what is not seen in a word', () => {
  it('stands in its text, and none before or behind it does', () => {
    expect(
      read('\u202espondylo\u00adlysis\u202c at C6').map(({ start, end, text, level }) => ({ start, end, text, level })),
    ).toEqual([{ start: 1, end: 15, text: 'spondylo\u00adlysis', level: 'C6' }])
  })

  it('changes no reading of the word without it', () => {
    read('spondylo\u00adlisis')
    expect(mention('spondylolisis', 'spondylolysis')).toBeDefined()
  })
})

describe('a target', () => {
  const told = (text: string, target: string) =>
    engine
      .read([{ id: 'D1', type: 'progress-note', text }], undefined, [target])
      .filter((fact) => fact.concept === target)

  it('is read like a concept, whatever the lexicon holds', () => {
    expect(told('Denies trigger finger. Right carpal-tunnel syndrome.', 'Carpal tunnel syndrome')).toEqual([
      expect.objectContaining({ text: 'carpal-tunnel syndrome', assertion: 'affirmed', laterality: 'right' }),
    ])
    expect(told('No carpal tunnel syndrome on the left.', 'carpal tunnel syndrome')).toEqual([
      expect.objectContaining({ assertion: 'negated', laterality: 'left' }),
    ])
  })

  it('is found where the lexicon makes something else of its words, or misses it', () => {
    expect(told('No murmur of aortic stenosis.', 'stenosis')).toEqual([
      expect.objectContaining({ text: 'stenosis', assertion: 'negated' }),
    ])
    expect(told('Weakness of the left hand.', 'weakness')).toEqual([
      expect.objectContaining({ text: 'Weakness', assertion: 'affirmed' }),
    ])
    expect(told('Denies C5-6 arm pain.', 'C5-6 arm pain')).toHaveLength(1)
  })

  it('leaves nothing behind: what is asked of one text changes no reading of another', () => {
    const misspelt = 'Spondylolyssis at C6.'
    told(misspelt, 'spondylolyssis')
    expect(read(misspelt).map((fact) => fact.concept)).toEqual(['spondylolysis'])
  })

  it('without a word, or with words that mean something to the lexicon, is harmless', () => {
    for (const target of ['', '?!', '<3>', 'no/without', '#', '$'])
      expect(() => told('No # change $ <3>.', target)).not.toThrow()
  })
})

describe('the side of a mention', () => {
  it.each([
    ['Left C6 radiculopathy.', 'left'],
    ['Radiculopathy, worse on the left.', undefined],
    ['Radiculopathy on the right side.', 'right'],
    ['Bilateral C6 radiculopathy.', 'bilateral'],
    ['Right arm pain and radiculopathy.', undefined],
    ['Radiculopathy.', undefined],
  ])('%s', (text, side) => {
    expect(mention(text, 'radiculopathy')?.laterality).toBe(side)
  })
})

describe('how a mention is meant', () => {
  it.each([
    ['No radiculopathy.', 'radiculopathy', 'negated'],
    ['Patient denies:\n  * weakness\n  * numbness / tingling\nPT.', 'sensory-deficit', 'negated'],
    ['She currently denies\n- weakness\n- numbness\n\nRadiculopathy on the left.', 'sensory-deficit', 'negated'],
    ['She currently denies\n- weakness\n- numbness\n\nRadiculopathy on the left.', 'radiculopathy', 'affirmed'],
    ['Patient denies:\n- weakness\nHas numbness.', 'sensory-deficit', 'affirmed'],
    ['Patient denies: fever\nHas numbness.', 'sensory-deficit', 'affirmed'],
    ['Spondylolysis was r/o by CT.', 'spondylolysis', 'negated'],
    ['Spondylolysis to be r/o.', 'spondylolysis', 'affirmed'],
    ['She was r/o for myelopathy.', 'myelopathy', 'negated'],
    ['She asks whether quadriplegia could happen.', 'quadriparesis', 'hypothetical'],
    ['Myelopathy may happen later.', 'myelopathy', 'hypothetical'],
    // Columns of a form that a tab or a wider gap parts.
    ['Dx:\tspondylolysis C6\tSlip:\tno\tRadic:\tno', 'spondylolysis', 'affirmed'],
    ['Dx: spondylolysis C6   Slip: no   Radic: no', 'spondylolysis', 'affirmed'],
    ['Dx:\tspondylolysis C6\tSlip:\tno\tRadic:\tno', 'radiculopathy', 'negated'],
    // Cells of a row.
    ['Weakness\tNo\tNumbness\tYes', 'motor-deficit', 'negated'],
    ['Weakness\tNo\tNumbness\tYes', 'sensory-deficit', 'affirmed'],
    [
      '<table><tr><td>Weakness</td><td>No</td></tr><tr><td>Numbness</td><td>Yes</td></tr></table>',
      'motor-deficit',
      'negated',
    ],
    [
      '<table><tr><td>Weakness</td><td>No</td></tr><tr><td>Numbness</td><td>Yes</td></tr></table>',
      'sensory-deficit',
      'affirmed',
    ],
    ['{\\rtf1 Weakness\\cell No\\cell\\row Numbness\\cell Yes\\cell\\row}', 'motor-deficit', 'negated'],
    ['Slip:\tno', 'spondylolisthesis', 'negated'],
    ['Weakness/numbness/bladder: neg x4.', 'motor-deficit', 'negated'],
    ['Findings: C6 pars edema, cord normal.', 'pars-finding', 'affirmed'],
    ['No pars sclerosis.', 'pars-finding', 'negated'],
    ['SPECT: intense uptake at the C6 pars.', 'pars-finding', 'affirmed'],
    ['CT: corticated cleft, left C6 pars.', 'pars-defect', 'affirmed'],
    // As programs write an apostrophe.
    ['It isn&#39;t spondylolysis.', 'spondylolysis', 'negated'],
    ['It isn&#x27;t spondylolysis.', 'spondylolysis', 'negated'],
    ['Isn&rsquo;t spondylolysis.', 'spondylolysis', 'negated'],
    ['It isnʼt spondylolysis.', 'spondylolysis', 'negated'],
    // Inside a word, what is not seen parts nothing.
    ['Spondylo\u00adlysis at C6.', 'spondylolysis', 'affirmed'],
    ['No spondylolis\u200dthesis.', 'spondylolisthesis', 'negated'],
    ['Doe\u0301 has no radiculo\u00adpathy.', 'radiculopathy', 'negated'],
    ['↓ sensation over the thumb.', 'sensory-deficit', 'affirmed'],
    ['No ↓ sensation.', 'sensory-deficit', 'negated'],
    ['Right grip strength is decreased.', 'motor-deficit', 'affirmed'],
    ['No reduced strength.', 'motor-deficit', 'negated'],
    ['Denies weakness, numbness, radiculopathy.', 'radiculopathy', 'negated'],
    ['Negative for weakness, radiculopathy or myelopathy.', 'myelopathy', 'negated'],
    ['Neither radiculopathy nor myelopathy was found.', 'myelopathy', 'negated'],
    ['No acute distress, left C6 radiculopathy on exam.', 'radiculopathy', 'affirmed'],
    ['No weakness, radiculopathy or myelopathy.', 'radiculopathy', 'negated'],
    ['Myelopathy is absent.', 'myelopathy', 'negated'],
    ['A pars defect was not seen.', 'pars-defect', 'negated'],
    ['No change in radiculopathy.', 'radiculopathy', 'affirmed'],
    ['Not only radiculopathy but also myelopathy.', 'myelopathy', 'affirmed'],
    ['No doubt spondylolysis of C6.', 'spondylolysis', 'affirmed'],
    ['No stenosis but C6 radiculopathy.', 'radiculopathy', 'affirmed'],
    ['Spondylolysis without myelopathy, with radiculopathy.', 'radiculopathy', 'affirmed'],
    ['Probable cervical spondylolysis.', 'spondylolysis', 'possible'],
    ['Return if myelopathy develops.', 'myelopathy', 'hypothetical'],
    ['C6 spondylolysis w/o radiculopathy.', 'radiculopathy', 'negated'],
    ['Neg for radiculopathy.', 'radiculopathy', 'negated'],
    ['(-) radiculopathy', 'radiculopathy', 'negated'],
    ['Radiculopathy (-)', 'radiculopathy', 'negated'],
    ["She doesn't have radiculopathy.", 'radiculopathy', 'negated'],
    ["There isn't any radiculopathy.", 'radiculopathy', 'negated'],
    ["MRI didn't show radiculopathy.", 'radiculopathy', 'negated'],
    ['Radiculopathy wasn’t seen.', 'radiculopathy', 'negated'],
    ['Never had radiculopathy.', 'radiculopathy', 'negated'],
    ['No longer has radiculopathy.', 'radiculopathy', 'negated'],
    ['Radiculopathy: no', 'radiculopathy', 'negated'],
    ['C6 radiculopathy: none', 'radiculopathy', 'negated'],
    ['C6 radiculopathy negative.', 'radiculopathy', 'negated'],
    ['C6 radiculopathy was denied.', 'radiculopathy', 'negated'],
    ['ROS negative: numbness, radiculopathy', 'radiculopathy', 'negated'],
    ['C6 radiculopathy not appreciated.', 'radiculopathy', 'negated'],
    ['EMG excluded C6 radiculopathy.', 'radiculopathy', 'negated'],
    ['C6 radiculopathy excluded.', 'radiculopathy', 'negated'],
    ['No new cervical myelopathy or radiculopathy.', 'radiculopathy', 'negated'],
    ['No further cervical radiculopathy.', 'radiculopathy', 'negated'],
    ['Denies the following: weakness, radiculopathy', 'radiculopathy', 'negated'],
    ['?C6 radiculopathy', 'radiculopathy', 'possible'],
    ['R/o C6 radiculopathy.', 'radiculopathy', 'possible'],
    ['C6 radiculopathy?', 'radiculopathy', 'possible'],
    ["C6 radiculopathy can't be excluded.", 'radiculopathy', 'possible'],
    ['Denies falls, reports C6 radiculopathy.', 'radiculopathy', 'affirmed'],
    ['No improvement in C6 radiculopathy.', 'radiculopathy', 'affirmed'],
    ['No significant relief of C6 radiculopathy.', 'radiculopathy', 'affirmed'],
    ['Without resolution of C6 radiculopathy.', 'radiculopathy', 'affirmed'],
    ['C6 radiculopathy and absent biceps reflex.', 'radiculopathy', 'affirmed'],
    ['C6 radiculopathy: no change.', 'radiculopathy', 'affirmed'],
    ['C6 radiculopathy has not resolved.', 'radiculopathy', 'affirmed'],
    ['No acute fracture, chronic pars defects at C6 and C7.', 'pars-defect', 'affirmed'],
    ['No acute fracture, pars defects at C6 and C7.', 'pars-defect', 'affirmed'],
    ['No evidence of acute fracture, stable pars defect at C6.', 'pars-defect', 'affirmed'],
    ['No evidence of acute fracture, pars defect at C6 again seen.', 'pars-defect', 'affirmed'],
    ['Non-displaced pars fracture at C6.', 'pars-defect', 'affirmed'],
    ['No acute or chronic pars defect.', 'pars-defect', 'negated'],
    ['Spondylolysis has been excluded by CT.', 'spondylolysis', 'negated'],
    ['No prior imaging has demonstrated spondylolysis.', 'spondylolysis', 'negated'],
    ['No surgery planned for cervical spondylolysis.', 'spondylolysis', 'affirmed'],
    ['Not a candidate for fusion of C6 spondylolysis.', 'spondylolysis', 'affirmed'],
    ['Radiculopathy, which had been feared by the referring clinician, was not present.', 'radiculopathy', 'negated'],
    ['Numbness, which her daughter had mentioned, she denies.', 'sensory-deficit', 'negated'],
    ['Myelopathy was considered but not felt to be present.', 'myelopathy', 'negated'],
    ['Myelopathy has been suspected.', 'myelopathy', 'possible'],
    ['A stress fracture is favored over an acute fracture.', 'acute-fracture', 'possible'],
    ['Acquired rather than congenital.', 'congenital', 'negated'],
    ['Favored to be acquired rather than congenital.', 'congenital', 'possible'],
    ['I do not believe that there is any instability.', 'instability', 'negated'],
    ['Denies that he has numbness.', 'sensory-deficit', 'negated'],
    ['No film of the neck has shown instability.', 'instability', 'negated'],
    ['No weakness has numbness.', 'sensory-deficit', 'affirmed'],
    ['Denies weakness and has numbness.', 'sensory-deficit', 'affirmed'],
    ['Although she has no myelopathy, her radiculopathy is plain.', 'radiculopathy', 'affirmed'],
    ['Weakness, numbness and tingling were denied.', 'motor-deficit', 'negated'],
    ['Stenosis is present, and instability was not seen.', 'stenosis', 'affirmed'],
    ['No weakness, numbness.', 'sensory-deficit', 'negated'],
    ['No acute distress, numbness of the left hand.', 'sensory-deficit', 'affirmed'],
    ['Stenosis, possible: MRI to follow.', 'stenosis', 'possible'],
    ['Radiculopathy, ruled out by EMG.', 'radiculopathy', 'negated'],
    ['R/o radiculopathy, reflexes neg.', 'radiculopathy', 'possible'],
    ['She was asked about weakness and numbness and denied both.', 'motor-deficit', 'negated'],
    ['Weakness and resolved numbness.', 'motor-deficit', 'affirmed'],
    ['If the MRI of the neck shows cord compression, we will operate.', 'stenosis', 'hypothetical'],
    ['We do not know why the numbness is there.', 'sensory-deficit', 'affirmed'],
    ['It is doubtful that the stenosis is the cause of his weakness.', 'motor-deficit', 'affirmed'],
    ['There is no sign of the weakness.', 'motor-deficit', 'negated'],
    ['The injection seems to have eased the numbness.', 'sensory-deficit', 'affirmed'],
    ['Perhaps his weakness is new.', 'motor-deficit', 'possible'],
    ['Without fusion the segment could become unstable.', 'instability', 'hypothetical'],
    ['Goals: no tingling with overhead reach.', 'sensory-deficit', 'hypothetical'],
    ['Red flags: saddle numbness - no.', 'sensory-deficit', 'negated'],
    ['Risks of surgery: infection. Quadriplegia. Death.', 'quadriparesis', 'hypothetical'],
    ['Differential diagnosis:\n1. Radiculopathy\n2. Shoulder impingement', 'radiculopathy', 'possible'],
    ['Numbness: -\nWeakness: +', 'sensory-deficit', 'negated'],
    ['nevr had radiculopthy', 'radiculopathy', 'negated'],
    ['Pt denis weakness.', 'motor-deficit', 'negated'],
    ['Dennis: weakness.', 'motor-deficit', 'affirmed'],
    ['cant exclud stenosis', 'stenosis', 'possible'],
    ['Weakness - none (see below)', 'motor-deficit', 'negated'],
    ['Stenosis - no weakness', 'stenosis', 'affirmed'],
    ['Instability could not be confirmed.', 'instability', 'negated'],
    ['Incontinence not present on admission.', 'sphincter-loss', 'affirmed'],
    ['If the slip progresses, we will operate.', 'spondylolisthesis', 'affirmed'],
    ['I doubt that her stenosis explains it.', 'stenosis', 'affirmed'],
    ['I do not think that this represents myelopathy.', 'myelopathy', 'negated'],
    ['If the weakness returns, call us.', 'motor-deficit', 'hypothetical'],
    ['If he looks up, tingling shoots down his arm.', 'sensory-deficit', 'affirmed'],
    ['Without evidence of a slip, stenosis has progressed.', 'stenosis', 'affirmed'],
    ['No slip, stenosis, or herniation is seen.', 'stenosis', 'negated'],
    ['Myelopathy was on the list but has been effectively ruled out.', 'myelopathy', 'negated'],
    ['No evidence on CT of stenosis.', 'stenosis', 'negated'],
    ['He has never been numb, and there has never been any incontinence.', 'sphincter-loss', 'negated'],
    ['As long as there is no weakness we can wait.', 'motor-deficit', 'hypothetical'],
    ['Provided that the films show no instability, she may play.', 'instability', 'hypothetical'],
    ['If he comes back, no weakness to date.', 'motor-deficit', 'negated'],
    ['There is no evidence that her weakness comes from the neck.', 'motor-deficit', 'affirmed'],
    ['I am content to watch the slip.', 'spondylolisthesis', 'affirmed'],
    ['An acute fracture was considered, but the edges are corticated.', 'acute-fracture', 'negated'],
    ['No hx of weakness, hx of stenosis.', 'stenosis', 'affirmed'],
    ['The note mentions weakness of the leg; she denies this.', 'motor-deficit', 'negated'],
    ['Whether the 2 mm slip is old is unclear.', 'spondylolisthesis', 'affirmed'],
    ['Instability is unlikely to settle.', 'instability', 'affirmed'],
    ['He did not develop weakness.', 'motor-deficit', 'negated'],
    ['Radicular symptoms came back since she stopped the naproxen.', 'radiculopathy', 'affirmed'],
    ['Weakness did not occur.', 'motor-deficit', 'negated'],
    ['He may have stenosis.', 'stenosis', 'possible'],
    ['Ret: fever, weakness', 'motor-deficit', 'hypothetical'],
    ['Complications such as weakness were discussed.', 'motor-deficit', 'hypothetical'],
    ['CT neg acute fx. ?instability', 'instability', 'possible'],
    ['Both the patient and her husband deny tingling.', 'sensory-deficit', 'negated'],
    ['Numbness has not occurred.', 'sensory-deficit', 'negated'],
    ['He has not yet had numbness.', 'sensory-deficit', 'negated'],
    ['Weakness he denies.', 'motor-deficit', 'negated'],
    ['Numbness none (see HPI).', 'sensory-deficit', 'negated'],
    ['Quadriplegia, infection and dural tear may result.', 'quadriparesis', 'hypothetical'],
    ['The cleft is acquired, and a congenital origin is excluded.', 'acquired', 'affirmed'],
    ['MD to be called for new numbness.', 'sensory-deficit', 'hypothetical'],
    ['RTC sooner w/ weakness.', 'motor-deficit', 'hypothetical'],
    ['Numbness when the weakness had resolved.', 'sensory-deficit', 'affirmed'],
    ['Instability remains a consideration.', 'instability', 'possible'],
    ['Instability failed to be demonstrated.', 'instability', 'negated'],
  ])('%s', (text, concept, assertion) => {
    expect(mention(text, concept)?.assertion).toBe(assertion)
  })

  it('tells the past and the family from this patient now', () => {
    expect(mention('History of spondylolysis.', 'spondylolysis')?.temporality).toBe('historical')
    expect(mention('Father has spondylolysis.', 'spondylolysis')?.experiencer).toBe('other')
    expect(mention('Brother with spondylolysis.', 'spondylolysis')?.experiencer).toBe('other')
    expect(mention('Family history:\nFather, spondylolysis.\n\nExam: normal', 'spondylolysis')?.experiencer).toBe(
      'other',
    )
    expect(mention('Spondylolysis resolved.', 'spondylolysis')?.temporality).toBe('historical')
    expect(mention('Past medical history is notable for stenosis.', 'stenosis')?.temporality).toBe('historical')
    expect(mention('Prior stenosis.', 'stenosis')?.temporality).toBe('historical')
    expect(mention('Prior PT.', 'physical-therapy')?.temporality).toBe('current')
    expect(mention('Past medical history: no stenosis.', 'stenosis')?.temporality).toBe('current')
    expect(mention('Long history of stenosis.', 'stenosis')?.temporality).toBe('current')
    expect(mention('Numbness persists and weakness has resolved.', 'sensory-deficit')?.temporality).toBe('current')
    expect(mention('Wife reports he has had weakness.', 'motor-deficit')?.experiencer).toBe('patient')
    expect(mention('His brother wore a brace for a stress fracture.', 'stress-fracture')?.experiencer).toBe('other')
    expect(mention('FH neg for myelopathy, stenosis.', 'stenosis')?.experiencer).toBe('other')
    expect(mention('Hx stenosis.', 'stenosis')?.temporality).toBe('historical')
    expect(mention('He used to have stenosis.', 'stenosis')?.temporality).toBe('historical')
    expect(mention('Stenosis in two sisters.', 'stenosis')?.experiencer).toBe('other')
    expect(mention('Unlike his father, he has stenosis.', 'stenosis')?.experiencer).toBe('patient')
    expect(mention('Urinary retention on arrival. This has since resolved.', 'sphincter-loss')?.temporality).toBe(
      'historical',
    )
    expect(mention('Fam hx: sister has a slip. Pt denies weakness.', 'motor-deficit')?.experiencer).toBe('patient')
  })

  it.each([
    ['Grip 4+/5 (was 4-/5).', ['current', 'historical']],
    ['Triceps 4/5, up from 3/5.', ['current', 'historical']],
    ['Grip 4/5 at the last visit, now 4+/5.', ['historical', 'current']],
    ['Grip 3/5 before surgery, now 4/5.', ['historical', 'current']],
    ['His strength was 4/5.', ['current']],
  ])('tells an earlier strength: %s', (text, temporalities) => {
    expect(read(text).map(({ temporality }) => temporality)).toEqual(temporalities)
  })
})

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
  ])('%s (%s)', (text, concept, assertion) => {
    expect(mention(text, concept)?.assertion).toBe(assertion)
  })

  it('leaves other mentions alone', () => {
    expect(mention('Plan: stenosis to be followed.', 'stenosis')?.assertion).toBe('affirmed')
  })
})

describe('a finding in a frame', () => {
  const FINDINGS = [
    ['instability', 'instability'],
    ['weakness', 'motor-deficit'],
    ['stenosis', 'stenosis'],
    ['foot drop', 'motor-deficit'],
  ] as const
  it.each([
    [
      'possible',
      [
        'MRI does not exclude X.',
        'We have not ruled out X.',
        'X has not been fully excluded.',
        'It is hard to rule out X.',
        'X is to be excluded.',
        'I cannot be sure there is no X.',
        'I am not sure whether this is X.',
        'X is being considered.',
        'He was worked up for X.',
        'Concern is for X.',
        'Working diagnosis: X',
        'A suggestion of X.',
        'This could well be X.',
        'The pain is likely due to X.',
      ],
    ],
    [
      'negated',
      [
        'I did not see X.',
        'X is no longer an issue.',
        'He is free from X.',
        'It is unlikely that this is X.',
        'Not felt to be X.',
        'X has not recurred.',
        'Numbness and X are not present.',
        'Numbness, incontinence and X are absent.',
        'He has not yet developed X.',
        'X: -. Numbness: +',
        'X? Neg.',
        '+numbness/-X',
        'No numbness, X but incontinence.',
        'She was found not to have X.',
        'X was entertained and dismissed.',
      ],
    ],
    [
      'hypothetical',
      [
        'If any X occurs, call.',
        'Return as soon as X occurs.',
        'Return precautions given re X.',
        'We would operate only for new X.',
        'Potential complications include X.',
        'X is a potential complication.',
        'Assess every shift for X.',
        'Surveillance for X.',
        'She was counseled of possible X.',
        'No MRI unless X develops.',
        'No MRI unless X.',
        'X would mean surgery.',
        'X may come later.',
      ],
    ],
    [
      'affirmed',
      [
        'He is not working because of X.',
        'He does not mind the X.',
        'Nobody doubts the X.',
        'He has not seen anyone for his X.',
        'No treatment needed for the X.',
        'X? Present.',
        'Consult for known X.',
        'MD told of new X.',
        'His X is not likely to need surgery.',
        'His X is likely from the disc.',
      ],
    ],
  ] as const)('is %s', (assertion, frames) => {
    for (const frame of frames)
      for (const [words, concept] of FINDINGS) {
        const text = frame.replace('X', () =>
          frame.startsWith('X') ? words.charAt(0).toUpperCase() + words.slice(1) : words,
        )
        expect([text, mention(text, concept)?.assertion]).toEqual([text, assertion])
      }
  })
})

describe('forms', () => {
  it.each([
    ['Numbness (x) Y ( ) N', 'sensory-deficit', 'affirmed'],
    ['Urinary retention ( ) Y (x) N', 'sphincter-loss', 'negated'],
    ['numbness (+) weakness (-) incontinence (-)', 'motor-deficit', 'negated'],
    ['ROS: (-) weakness (+) numbness', 'motor-deficit', 'negated'],
    ['+ numbness, - weakness', 'motor-deficit', 'negated'],
    ['ROS\n+ numbness\n- weakness', 'motor-deficit', 'negated'],
    ['Exam\n- weakness', 'motor-deficit', 'affirmed'],
    ['no fever, +numbness', 'sensory-deficit', 'affirmed'],
    ['Numbness: Yes [x] No [ ] Location: hand', 'sensory-deficit', 'affirmed'],
    ['Numbness: [ ] Present [x] Absent', 'sensory-deficit', 'negated'],
    ['Numbness Y / Weakness N', 'sensory-deficit', 'affirmed'],
    ['Numbness?: N   Weakness?: Y', 'motor-deficit', 'affirmed'],
    ['0330 MRI neg for stenosis\n0600 numbness', 'sensory-deficit', 'affirmed'],
    [
      '0500 sat 92 on two liters by cannula, MD called and says no stenosis\n0600 numbness',
      'sensory-deficit',
      'affirmed',
    ],
    ['Ruled out:\n- myelopathy', 'myelopathy', 'negated'],
    ['Call if:\n- you have numbness\nYour CT showed spondylolysis.', 'spondylolysis', 'affirmed'],
  ])('%s: %s', (text, concept, assertion) => {
    expect(mention(text, concept)?.assertion).toBe(assertion)
  })
})

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
    expect(read(text)).toEqual([])
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
    ['Desiccation at L3-L4 and L4-L5, with spondylolysis at L5.', ['lumbar', 'lumbosacral']],
  ])('%s', (text, regions) => {
    expect(mention(text, 'spondylolysis')?.regions).toEqual(regions)
  })

  it.each([
    ['Spondylolysis at C6 and L4.', ['C6', 'L4']],
    ['Spondylolysis at C4, C5, and left C6.', ['C4', 'C5', 'C6']],
    ['Cervical and lumbar spondylolysis at C6 and at L4.', ['C6', 'L4']],
    ['Spondylolysis at C6, L4-L5 disc herniation.', ['C6']],
    ['Spondylolysis at C6 and L4 stenosis.', ['C6']],
    ['Stenosis at C6 and L4 spondylolysis.', ['L4']],
  ])('%s', (text, levels) => {
    expect(read(text).flatMap((fact) => (fact.concept === 'spondylolysis' ? [fact.level] : []))).toEqual(levels)
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

describe('care that a plan only lists', () => {
  it.each([
    ['P: soft collar for comfort, PT.', ['collar affirmed', 'physical-therapy hypothetical']],
    ['P: PT x 4 more wks.', ['physical-therapy affirmed']],
    [
      'Discharge instructions: Wear collar at all times. Start PT.',
      ['collar affirmed', 'physical-therapy hypothetical'],
    ],
    ['Takes naproxen. Plan: naproxen, PT.', ['nsaids affirmed', 'nsaids affirmed', 'physical-therapy hypothetical']],
    ['Meds: lisinopril. Plan: naproxen, PT.', ['nsaids hypothetical', 'physical-therapy hypothetical']],
    ['PT referral was placed, HEP given.', ['physical-therapy hypothetical', 'physical-therapy affirmed']],
    ['If no better, PT.', ['physical-therapy hypothetical']],
    ['If it hurts, he takes naproxen.', ['nsaids affirmed']],
  ])('%s', (text, expected) => {
    expect(read(text).map(({ concept, assertion }) => `${concept} ${assertion}`)).toEqual(expected)
  })

  it.each([
    ['Q: NSAIDs for 3 weeks? A: Yes. Q: Brace? A: No.', ['nsaids affirmed', 'collar negated']],
    ['Orthosis? Not applicable.', ['collar negated']],
  ])('asks and is answered: %s', (text, expected) => {
    expect(read(text).map(({ concept, assertion }) => `${concept} ${assertion}`)).toEqual(expected)
  })
})

it('the last word of one phrase with gaps begins no other', () => {
  expect(read('An acute, noncorticated fracture through the right pars.').map(({ concept }) => concept)).toEqual([
    'acute-fracture',
  ])
  expect(read('An old fracture through the right pars.').map(({ concept }) => concept)).toContain('pars-defect')
})

it('a phrase with gaps hides no plain one of another concept', () => {
  expect(read('A pars defect with sclerotic margins.').map(({ concept }) => concept)).toEqual([
    'pars-finding',
    'pars-defect',
  ])
})

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

describe('any text', () => {
  it('is read in time linear in its length, without a full stop too', () => {
    for (const unit of ['no radiculopathy, ', 'T2 ', 'C6 and ', 'FH: a\n', 'S1 ']) {
      const began = performance.now()
      read(unit.repeat(100_000 / unit.length))
      expect(performance.now() - began).toBeLessThan(5_000)
    }
  })

  it('gives exact offsets and never throws', () => {
    const words = fc.constantFrom(
      'no',
      'spondylolysis',
      'C6',
      'pars',
      'defect',
      ',',
      '.',
      '\n',
      'or',
      'due to',
      'Family history:',
      '🦴',
      'é',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.array(words).map((all) => all.join(' ')),
        ),
        (text) => {
          for (const fact of read(text)) expect(text.slice(fact.start, fact.end)).toBe(fact.text)
        },
      ),
    )
  })
})

describe('whatever is pasted in', () => {
  /** The facts of a text, each where it says it is. */
  function readWhole(text: string): Fact[] {
    const facts = engine.read([{ id: 'D1', type: 'other', text }])
    for (const fact of facts) expect(fact.text).toBe(text.slice(fact.start, fact.end))
    return facts
  }
  const said = (text: string): string[] => readWhole(text).map(({ concept, assertion }) => `${concept} ${assertion}`)

  it.each([
    ['a note of 5 MB', 'Cervical spondylolysis at C6. Pain eased by rest. ', 100_000],
    ['one unbroken line', 'spondylolysis at c6 and pain ', 20_000],
    ['control characters', '\u0000\u0007spondylolysis\u001b \u0002C6\u0000. ', 20_000],
    ['right-to-left text', '\u202e\u05d0\u05d1 spondylolysis \u0627\u0644\u202c. ', 20_000],
    ['halves of surrogate pairs', '\ud83d spondylolysis \udc00. ', 20_000],
  ])('%s: every mention is found, each at its place', (_, unit, times) => {
    const facts = readWhole(unit.repeat(times)).filter(({ concept }) => concept === 'spondylolysis')
    expect(facts).toHaveLength(times)
    expect(facts[times - 1]?.start).toBe(unit.length * (times - 1) + unit.indexOf('spondylolysis'))
  })

  it.each([
    ['<p>No radiculopathy</p><p>Myelopathy</p>', ['radiculopathy negated', 'myelopathy affirmed']],
    ['<ul><li>No radiculopathy<li>Myelopathy</ul>', ['radiculopathy negated', 'myelopathy affirmed']],
    ['No radiculopathy<br/>Myelopathy', ['radiculopathy negated', 'myelopathy affirmed']],
    ['<b>No</b>&nbsp;<span style="color: red">radiculopathy</span>', ['radiculopathy negated']],
    ['<td class="no">Myelopathy</td>', ['myelopathy affirmed']],
    ['Pain < 5, no radiculopathy > 2 weeks', ['radiculopathy negated']],
    [
      '{\\rtf1\\ansi{\\fonttbl\\f0 Arial;}\\f0\\pard No radiculopathy\\par Myelopathy\\par}',
      ['radiculopathy negated', 'myelopathy affirmed'],
    ],
    ['{\\rtf1\\ansi \\b No\\b0  radiculopathy\\par}', ['radiculopathy negated']],
    ['w\\o radiculopathy', ['radiculopathy negated']],
  ])('markup pasted in: %s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })
})
