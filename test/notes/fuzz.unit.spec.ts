import { describe, expect, it } from '@jest/globals'
import { parseDocuments, readText } from '@claims-audit/claim'
import type { ReceivedDocuments } from '@claims-audit/contracts'
import { isFhir, readFhirDocuments } from '@claims-audit/fhir'
import { notesReader } from '@claims-audit/notes'
import { diceOf } from '../conformance/dice.js'
import type { Dice } from '../conformance/dice.js'
import { damagesOf } from '../damages.js'
import type { Damage } from '../damages.js'
import { KINDS, notesFile } from './generate-notes.js'
import type { Kind } from './generate-notes.js'
import { seedsOf } from '../seeds.js'

const { seeds, told } = seedsOf(800)
/** A file of a few kilobytes takes milliseconds; the machine may be busy. */
const LONGEST_MS = 5_000

const insert =
  (what: (dice: Dice) => string): Damage =>
  (bytes, dice) => {
    const at = dice.between(0, bytes.length)
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(what(dice), 'latin1'), bytes.subarray(at)])
  }

const DAMAGES: Record<string, Damage> = {
  ...damagesOf(['|', '^', '\\', '&', '<', '>', '{', '}', '"', '\r']),
  'nesting without end': insert((dice) => dice.pick(['<div>', '<b>', '{', '{\\b ', '[', '{"a":']).repeat(20_000)),
  'a document type': insert(() => '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>&c;'),
  'a word of another kind': insert((dice) =>
    dice.pick(['\\bin999999999 ', '\\u-99999?', '&#0;', '\\X00', 'MSH|^~\\&|', '%PDF-1.7']),
  ),
}

/** What a kind of file is read as; `size`: of the pieces that it comes in. */
function read(kind: Kind, bytes: Buffer, size = bytes.length): { answers: object[]; received: ReceivedDocuments[] } {
  if (kind === 'fhir') return readJson(bytes)
  const reader = notesReader(kind)
  const results = []
  for (let from = 0; from < bytes.length; from += size) results.push(...reader.push(bytes.subarray(from, from + size)))
  results.push(...reader.end())
  const { documents, refused, passedOver } = reader.report()
  expect(documents + refused + passedOver).toBe(results.length)
  return { answers: results, received: results.flatMap((each) => ('received' in each ? [each.received] : [])) }
}

function readJson(bytes: Buffer): { answers: object[]; received: ReceivedDocuments[] } {
  const json = readText(bytes)
  if ('rejected' in json || !isFhir(json.value)) return { answers: [json], received: [] }
  const { results } = readFhirDocuments(json.value)
  return { answers: [results], received: results.flatMap((each) => ('received' in each ? [each.received] : [])) }
}

describe(`documents that are damaged (${told})`, () => {
  it('get an answer, the same however they are cut, in bounded time, and what is read of them is storable', () => {
    for (const seed of seeds) {
      const dice = diceOf(seed)
      const kind = dice.pick(KINDS)
      let file = notesFile(kind, dice)
      const names = Array.from({ length: dice.between(1, 3) }, () => dice.pick(Object.keys(DAMAGES)))
      for (const name of names) file = DAMAGES[name]?.(file, dice) ?? file

      const began = performance.now()
      const whole = read(kind, file)
      const took = performance.now() - began

      const what = { seed, kind, names }
      expect({ ...what, answers: whole.answers.length > 0 }).toEqual({ ...what, answers: true })
      for (const { documents } of whole.received) {
        const told = parseDocuments({ claimId: 'C', documents })
        expect({ ...what, told: 'rejected' in told ? told.rejected : 'valid' }).toEqual({ ...what, told: 'valid' })
        for (const { text } of documents)
          expect({ ...what, isClean: text.isWellFormed() && !text.includes('\0') }).toEqual({ ...what, isClean: true })
      }
      const piece = dice.pick([1, 3, 7, 8, 9, 64, 1_000])
      if (file.length < 100_000)
        expect({ ...what, piece, ...read(kind, file, piece) }).toEqual({ ...what, piece, ...whole })
      expect({ ...what, isSlow: took > LONGEST_MS }).toEqual({ ...what, isSlow: false })
    }
  })

  it('are read in full before the damage', () => {
    for (const kind of KINDS) {
      const { received } = read(kind, notesFile(kind, diceOf(7)))
      expect({
        kind,
        text: received.map(({ documents }) => documents.map(({ text }) => text).join()).join(),
      }).toMatchObject({
        kind,
        text: expect.stringMatching(/C6|steady|weeks|weakness|diabetes/),
      })
    }
  })
})
