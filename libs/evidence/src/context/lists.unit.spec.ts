import { describe, expect, it } from '@jest/globals'
import { mention } from '../../testing/read.js'

describe('a denied list', () => {
  it.each([
    ['No hematoma, collection, or high grade central stenosis.', 'stenosis'],
    ['There is no evidence of subluxation, central, or lateral recess stenosis.', 'stenosis'],
    ['He had no headache, double vision or new leg weakness.', 'motor-deficit'],
    ['Nursing saw no choking, difficulty with speech, or one sided weakness.', 'motor-deficit'],
    ['No bleeding, nerve root injury, or postoperative wound infection.', 'wound-infection'],
  ])('is closed by an "or" with words that describe its last item: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'negated' })
  })

  it.each([
    ['No hematoma, and severe central stenosis at L4-L5.', 'stenosis'],
    ['No fever with cough, weakness of both legs.', 'motor-deficit'],
    ['No fracture is seen, or it is old; she has myelopathy.', 'myelopathy'],
  ])('ends where another clause begins: %s', (text, concept) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'affirmed' })
  })
})
