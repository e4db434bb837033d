import { describe, expect, it } from '@jest/globals'
import { read, told } from '../../testing/read.js'

describe('a target', () => {
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
