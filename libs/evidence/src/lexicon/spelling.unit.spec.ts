import { describe, expect, it } from '@jest/globals'
import { mention, read } from '../../testing/read.js'

describe('a word that is not in the lexicon', () => {
  it.each([
    'The fracture was held with a tractor pad and a retractor.',
    'Liver resections and a colectomy were discussed.',
    'Needle inspections are done weekly; the nerves were transposed.',
    'Diabetic retinopathy and nephropathy.',
    'A transperineal biopsy, an intravesical infusion.',
  ])('is no misspelling where English or medicine knows it: %s', (text) => {
    expect(read(text).filter(({ guessed }) => guessed)).toEqual([])
    expect(read(text)).toEqual([])
  })

  it('is taken for the one that it misspells, and the fact says that it was guessed', () => {
    expect(mention('Spondylolisthisis of L5.', 'spondylolisthesis')).toMatchObject({ level: 'L5', guessed: true })
    expect(mention('Spondylolisthesis of L5.', 'spondylolisthesis')).not.toHaveProperty('guessed')
  })

  it.each([
    ['Two durotomies were closed.', 'durotomy'],
    ['Pars stenoses and laminectomies.', 'stenosis'],
    ['The segment was arthrodesed.', 'fusion'],
    ['Multiple metastases to the cervical spine.', 'spine-tumor'],
  ])('is read as the word that it is a form of: %s', (text, concept) => {
    expect(mention(text, concept)).toBeDefined()
    expect(mention(text, concept)).not.toHaveProperty('guessed')
  })
})
