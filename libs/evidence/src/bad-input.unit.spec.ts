import { expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { openEvidence } from './evidence.js'
import type { Fact, Lexicon } from './evidence.js'

const yaml = (name: string) => parse(readFileSync(new URL(`../lexicon/${name}.yaml`, import.meta.url), 'utf8'))
const { grades, ...context } = yaml('context')
const [spine, imaging] = [yaml('spine'), yaml('imaging')]
const engine = openEvidence({ ...spine, ...imaging, sizes: { ...spine.sizes, ...imaging.sizes }, concepts: { ...spine.concepts, ...imaging.concepts }, places: yaml('places'), context, ordinary: yaml('spelling').ordinary, grades } as Lexicon)

/** The facts of a text, each where it says it is. */
function read(text: string): Fact[] {
  const facts = engine.read([{ id: 'D1', type: 'other', text }])
  for (const fact of facts) expect(fact.text).toBe(text.slice(fact.start, fact.end))
  return facts
}
const said = (text: string): string[] => read(text).map(({ concept, assertion }) => `${concept} ${assertion}`)

it.each([
  ['a note of 5 MB', 'Cervical spondylolysis at C6. Pain eased by rest. ', 100_000],
  ['one unbroken line', 'spondylolysis at c6 and pain ', 20_000],
  ['control characters', '\u0000\u0007spondylolysis\u001b \u0002C6\u0000. ', 20_000],
  ['right-to-left text', '\u202e\u05d0\u05d1 spondylolysis \u0627\u0644\u202c. ', 20_000],
  ['halves of surrogate pairs', '\ud83d spondylolysis \udc00. ', 20_000],
])('%s: every mention is found, each at its place', (_, unit, times) => {
  const facts = read(unit.repeat(times)).filter(({ concept }) => concept === 'spondylolysis')
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
  ['{\\rtf1\\ansi{\\fonttbl\\f0 Arial;}\\f0\\pard No radiculopathy\\par Myelopathy\\par}', ['radiculopathy negated', 'myelopathy affirmed']],
  ['{\\rtf1\\ansi \\b No\\b0  radiculopathy\\par}', ['radiculopathy negated']],
  ['w\\o radiculopathy', ['radiculopathy negated']],
])('markup pasted in: %s', (text, expected) => {
  expect(said(text)).toEqual(expected)
})
