import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { engine, mention, read } from '../../testing/read.js'
import type { Fact } from '../facts/fact.js'

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

describe('any text', () => {
  it('is read in time linear in its length, without a full stop too', () => {
    for (const unit of ['no radiculopathy, ', 'T2 ', 'C6 and ', 'FH: a\n', 'S1 ']) {
      // By the processor's time, which other work beside it does not stretch; squared, it would be minutes.
      const before = process.cpuUsage()
      read(unit.repeat(100_000 / unit.length))
      expect(process.cpuUsage(before).user).toBeLessThan(5_000_000)
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

describe('a point', () => {
  it.each([
    ['Hgb 7.0 this morning.', 'hemoglobin', 7],
    ['pH fell; pCO2 of 58.0.', 'arterial-carbon-dioxide', 58],
    ['BMI 38.5, stable weight.', 'body-mass-index', 38.5],
  ])('stands in a number: %s', (text, concept, value) => {
    expect(mention(text, concept)).toMatchObject({ assertion: 'affirmed', value })
  })

  it('stands in a code', () => {
    expect(mention('Lumbar stenosis (M48.0), known for years.', 'stenosis')).toMatchObject({ assertion: 'affirmed' })
  })

  it.each(['Meloxicam q.d. p.r.n. for his neck.', 'Uses Aleve p.r.n.', 'Aleve b.i.d. and p.r.n. He is better.'])(
    'stands in an abbreviation: %s',
    (text) => {
      expect(mention(text, 'nsaids')).toMatchObject({ assertion: 'affirmed' })
    },
  )

  it.each(['1.No myelopathy 2.Stenosis at C4-C5', 'Impression: 1)No myelopathy 2)Stenosis at C4-C5'])(
    'and a bracket are those of an item behind its number: %s',
    (text) => {
      expect(mention(text, 'myelopathy')).toMatchObject({ assertion: 'negated' })
      expect(mention(text, 'stenosis')).toMatchObject({ assertion: 'affirmed' })
    },
  )
})
