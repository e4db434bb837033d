import { describe, expect, it } from '@jest/globals'
import { gzipSync } from 'node:zlib'
import { diceOf } from '../../../test/conformance/dice.js'
import { damagesOf } from '../../../test/damages.js'
import { seedsOf } from '../../../test/seeds.js'
import { Bench, example } from '../testing/bench.js'
import { zipOf } from '../testing/zip-of.js'

const { seeds, told } = seedsOf(60)
const DAMAGES = damagesOf(['*', '~', '|', '\r', '{', '"', ','])
const x12 = await example('claims.837')
const FILES: Record<string, Buffer> = {
  'claims.837': x12,
  'claims.jsonl': await example('claims.jsonl'),
  'bundle.json': await example('claims.fhir.json'),
  'notes.hl7': await example('documents.hl7'),
  'claims.gz': gzipSync(x12),
  'all.zip': zipOf([
    ['claims.837', x12],
    ['notes.hl7', await example('documents.hl7')],
  ]),
}

/** What a line of an answer may say of a claim or document. */
const STATUSES = ['accepted', 'refused', 'passed-over']

describe(`damaged files in a folder (${told})`, () => {
  it('each get an answer for all that is in them, are moved out, and stop nothing', async () => {
    const bench = await Bench.open({ documentsApart: true })
    bench.start()
    try {
      for (const seed of seeds) {
        const dice = diceOf(seed)
        const kind = dice.pick(Object.keys(FILES))
        const names = Array.from({ length: dice.between(1, 3) }, () => dice.pick(Object.keys(DAMAGES)))
        const damaged = names.reduce((bytes, name) => DAMAGES[name]?.(bytes, dice) ?? bytes, FILES[kind] as Buffer)
        const name = `${seed}-${kind}`
        const before = bench.sent.length
        // A name of its own, so that what was damaged alike is a file of its own too.
        await bench.put(name, damaged)
        const { outcome, accepted, refused, faults } = await bench.next()

        const what = { name, names }
        const answers = (await bench.in('out')).filter((each) => each.includes(`-${name}`) && each.endsWith('.jsonl'))
        const lines = (await Promise.all(answers.map((each) => bench.answer(each))))
          .flatMap((answer) => answer.split('\n'))
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as { status?: string; errors?: { code: string }[] })
        expect({ ...what, left: [...(await bench.in('in')), ...(await bench.in('work'))] }).toEqual({
          ...what,
          left: [],
        })
        expect({ ...what, answers: answers.length > 0 }).toEqual({ ...what, answers: true })
        expect({
          ...what,
          lines: lines.map(({ status }) => status).filter((each) => !STATUSES.includes(each ?? '')),
        }).toEqual({
          ...what,
          lines: [],
        })
        const unnamed = lines.filter(({ status, errors = [] }) => status === 'refused' && errors[0]?.code === undefined)
        expect({ ...what, unnamed }).toEqual({ ...what, unnamed: [] })
        if (outcome === 'duplicate') continue
        expect({ ...what, sent: bench.sent.length - before }).toEqual({ ...what, sent: accepted })
        const answered = lines.filter(({ status }) => status !== 'passed-over').length
        expect({ ...what, answered }).toEqual({ ...what, answered: accepted + refused + faults.length })
      }
    } finally {
      await bench.close()
    }
  })
})
