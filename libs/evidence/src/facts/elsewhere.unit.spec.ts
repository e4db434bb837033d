import { describe, expect, it } from '@jest/globals'
import { mention } from '../../testing/read.js'

describe('a word beside those of another matter', () => {
  it.each([
    ['No weakness, fatigue or tiredness.', 'motor-deficit'],
    ['She complains of dizziness and weakness.', 'motor-deficit'],
    ['He is tired and weak.', 'motor-deficit'],
    ['A large prostate with urinary retention.', 'sphincter-loss'],
    ['He has BPH. He came in with retention.', 'sphincter-loss'],
    ['No clubbing, cyanosis or edema.', 'respiratory-distress'],
    ['Hands: no cyanosis.', 'respiratory-distress'],
    ['Her lymphedema was better with therapy. The lumbar spine is normal.', 'physical-therapy'],
    ['A panic attack with tingling.', 'sensory-deficit'],
    ['She was counseled on smoking cessation.', 'tobacco-dependence'],
    ['He was advised to quit smoking.', 'tobacco-dependence'],
  ])('supports nothing: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ weak: true })
  })

  it.each([
    ['Fatigue, and weakness of the left leg.', 'motor-deficit'],
    ['No numbness, weakness or fatigue.', 'motor-deficit'],
    ['Weakness at C6, and fatigue.', 'motor-deficit'],
    ['Back pain, leg weakness and urinary retention.', 'sphincter-loss'],
    ['He was cyanotic.', 'respiratory-distress'],
    ['He smokes and wants to quit.', 'tobacco-dependence'],
    ['Fatigue. The grip is weak.', 'motor-deficit'],
    ['Neck pain. Speech and physical therapy.', 'physical-therapy'],
  ])('counts where it is of a limb, of the spine, or beside another sign: %s', (text, concept) => {
    expect(mention(text, concept)).toBeDefined()
    expect(mention(text, concept)).not.toHaveProperty('weak')
  })
})
