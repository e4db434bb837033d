import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { openEvidence } from './evidence.js'
import type { Fact, Lexicon } from './evidence.js'

const yaml = (name: string) => parse(readFileSync(new URL(`../lexicon/${name}.yaml`, import.meta.url), 'utf8'))
const engine = openEvidence({ concepts: yaml('spine').concepts, context: yaml('context') } as Lexicon)
const read = (text: string, title?: string): Fact[] => engine.read([{ id: 'D1', type: 'progress-note', text, ...(title !== undefined && { title }) }])
const mention = (text: string, concept: string) => read(text).find((fact) => fact.concept === concept)

describe('how a mention is meant', () => {
  it.each([
    ['No radiculopathy.', 'radiculopathy', 'negated'],
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
  ])('%s', (text, concept, assertion) => {
    expect(mention(text, concept)?.assertion).toBe(assertion)
  })

  it('tells the past and the family from this patient now', () => {
    expect(mention('History of spondylolysis.', 'spondylolysis')?.temporality).toBe('historical')
    expect(mention('Father has spondylolysis.', 'spondylolysis')?.experiencer).toBe('other')
    expect(mention('Brother with spondylolysis.', 'spondylolysis')?.experiencer).toBe('other')
    expect(mention('Family history:\nFather, spondylolysis.\n\nExam: normal', 'spondylolysis')?.experiencer).toBe('other')
    expect(mention('Spondylolysis resolved.', 'spondylolysis')?.temporality).toBe('historical')
  })
})

describe('which condition is meant', () => {
  it('keeps spondylosis, spondylolysis and spondylolisthesis apart', () => {
    expect(read('Spondylosis at C5.').map((fact) => fact.concept)).toEqual(['spondylosis'])
    expect(read('Spondylolysis at C5.').map((fact) => fact.concept)).toEqual(['spondylolysis'])
    expect(read('Spondylolisthesis at C5.').map((fact) => fact.concept)).toEqual(['spondylolisthesis'])
  })

  it('reads a defect through the words between', () => {
    expect(mention('Lucent defect through the left C6 pars interarticularis.', 'pars-defect')).toMatchObject({ text: 'defect through the left C6 pars', level: 'C6' })
    expect(read('The pars is intact. Fracture of the clavicle.').map((fact) => fact.concept)).toEqual([])
  })

  it('reads the cause that is stated', () => {
    expect(mention('Cervical myelopathy due to the pars defect.', 'myelopathy')).toMatchObject({ cause: 'pars-defect', regions: ['cervical'] })
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
  ])('%s', (text, regions) => {
    expect(mention(text, 'spondylolysis')?.regions).toEqual(regions)
  })

  it('takes the region of the title where the text names none', () => {
    expect(read('Bilateral pars defect.', 'CT cervical spine')[0]?.regions).toEqual(['cervical'])
  })
})

describe('any text', () => {
  it('gives exact offsets and never throws', () => {
    const words = fc.constantFrom('no', 'spondylolysis', 'C6', 'pars', 'defect', ',', '.', '\n', 'or', 'due to', 'Family history:', '🦴', 'é')
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.array(words).map((all) => all.join(' '))), (text) => {
        for (const fact of read(text)) expect(text.slice(fact.start, fact.end)).toBe(fact.text)
      }),
    )
  })
})
