import { describe, expect, it } from '@jest/globals'
import { mention } from '../../testing/read.js'

describe('a denied list', () => {
  it.each([
    ['No hematoma, collection, or high grade central stenosis.', 'stenosis'],
    ['There is no evidence of subluxation, central, or lateral recess stenosis.', 'stenosis'],
    ['He had no headache, double vision or new leg weakness.', 'motor-deficit'],
    ['Nursing saw no choking, difficulty with speech, or one sided weakness.', 'motor-deficit'],
    ['No bleeding, nerve root injury, or postoperative wound infection.', 'wound-infection'],
    ['Denies headache, chronic cough, heartburn, stroke, seizures, tremor.', 'other-nerve-disease'],
    ['Denies fever; cough; numbness; weakness of the legs; incontinence.', 'sphincter-loss'],
  ])('is closed by an "or" with words that describe its last item: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'negated' })
  })

  it.each([
    ['No hematoma, and severe central stenosis at L4-L5.', 'stenosis'],
    ['No fever with cough, weakness of both legs.', 'motor-deficit'],
    ['No fracture is seen, or it is old; she has myelopathy.', 'myelopathy'],
    ['With no blood on aspiration, the dye was spread and stenosis and scar were seen.', 'stenosis'],
    [
      'After aspiration with no return, 2 mL was injected around the facet joint and the needle withdrawn.',
      'spine-injection',
    ],
    ['No scoliosis, the L4 disc is degenerated and dark.', 'disc-degeneration'],
    ['Denies numbness today; last week she had weakness of the arm.', 'motor-deficit'],
    ['It does not pass and he feels weak in both legs.', 'motor-deficit'],
  ])('ends where another clause begins: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'affirmed' })
  })
})
