import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createHash } from 'node:crypto'
import { TOPICS } from '@claims-audit/contracts'
import type { ReceivedDocuments } from '@claims-audit/contracts'
import { eventIdInFile } from '@claims-audit/submission'
import { zipOf } from '../testing/zip-of.js'
import { Bench, example } from '../testing/bench.js'

const hl7 = await example('documents.hl7')
const cda = `<?xml version="1.0"?>
<ClinicalDocument xmlns="urn:hl7-org:v3">
  <id root="1.2.3" extension="NOTE-9"/><code code="11506-3" codeSystem="2.16.840.1.113883.6.1"/>
  <effectiveTime value="20260105"/>
  <recordTarget><patientRole><id root="1.2" extension="MRN-101"/></patientRole></recordTarget>
  <componentOf><encompassingEncounter><id root="1.2.4" extension="STAY-1"/></encompassingEncounter></componentOf>
  <component><structuredBody><component><section><title>Course</title><text>Walks unaided.</text></section></component></structuredBody></component>
</ClinicalDocument>`
const fhir = JSON.stringify({
  resourceType: 'DocumentReference',
  id: 'd1',
  status: 'current',
  type: { coding: [{ system: 'http://loinc.org', code: '11506-3' }] },
  subject: { identifier: { value: 'MRN-101' } },
  date: '2026-01-05T10:00:00Z',
  content: [{ attachment: { contentType: 'text/plain', data: Buffer.from('Walks unaided.').toString('base64') } }],
})
const ours = JSON.stringify({
  encounter: { accountNumber: 'STAY-1' },
  documents: [{ id: 'D', type: 'progress-note', text: 'Walks unaided.' }],
})

let bench: Bench
beforeEach(async () => void (bench = await Bench.open({ documentsApart: true })))
afterEach(() => bench.close())

const linesOf = async (): Promise<Record<string, unknown>[]> =>
  (await bench.answer('.jsonl'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('a file of documents', () => {
  it('that is HL7 v2 is published document by document, with the ids that it has over HTTP', async () => {
    await bench.put('notes.dat', hl7)
    bench.start()
    expect(await bench.next()).toEqual({ outcome: 'done', accepted: 2, refused: 0, faults: [] })
    const digest = createHash('sha256').update(hl7).digest('hex')
    expect(bench.sent.map(({ topic, id }) => [topic, id])).toEqual([
      [TOPICS.documents, eventIdInFile(digest, 0)],
      [TOPICS.documents, eventIdInFile(digest, 1)],
    ])
    expect(bench.sent.map(({ value }) => (JSON.parse(String(value)) as ReceivedDocuments).tenant)).toEqual([
      'north',
      'north',
    ])
    expect((await linesOf()).map(({ message, status }) => [message, status])).toEqual([
      [1, 'accepted'],
      [2, 'accepted'],
      [2, 'passed-over'],
    ])
    expect([await bench.in('in'), await bench.in('work'), (await bench.in('done')).length]).toEqual([[], [], 1])
  })

  it.each([
    ['C-CDA', cda, '1.2.3^NOTE-9'],
    ['a DocumentReference', fhir, 'DocumentReference/d1'],
    ['JSON of ours', ours, 'D'],
  ])('may be %s', async (_, content, id) => {
    await bench.put('note', content)
    bench.start()
    expect(await bench.next()).toEqual({ outcome: 'done', accepted: 1, refused: 0, faults: [] })
    expect(bench.sent.map(({ topic }) => topic)).toEqual([TOPICS.documents])
    expect(JSON.parse(String(bench.sent[0]?.value))).toMatchObject({ tenant: 'north', documents: [{ id }] })
  })

  it('among claims is told from them', async () => {
    const [claim = ''] = (await example('claims.jsonl')).toString().split('\n')
    const own = JSON.stringify({ ...(JSON.parse(claim) as object), tenant: undefined })
    await bench.put('mixed.jsonl', `${own}\n${ours}\n`)
    bench.start()
    expect(await bench.next()).toMatchObject({ outcome: 'done', accepted: 2 })
    expect(bench.sent.map(({ topic }) => topic)).toEqual(['claims.submitted', TOPICS.documents])
  })

  it('whose bytes come again is answered and not published again', async () => {
    await bench.put('a.hl7', hl7)
    bench.start()
    await bench.next()
    const answer = await bench.answer('a.hl7.jsonl')
    await bench.put('b.hl7', hl7)
    expect((await bench.next()).outcome).toBe('duplicate')
    expect([bench.sent.length, await bench.answer('b.hl7.jsonl')]).toEqual([2, answer])
  })

  it('in a zip is read beside the others', async () => {
    await bench.put(
      'all.zip',
      zipOf([
        ['a', hl7],
        ['b', Buffer.from(cda)],
      ]),
    )
    bench.start()
    expect(await bench.next()).toMatchObject({ outcome: 'done', accepted: 3 })
  })

  it('is refused by its place where one document is wrong, and the others are published', async () => {
    await bench.put('a.hl7', hl7.toString('latin1').replace('MDM^T02^MDM_T02', 'ADT^A01'))
    bench.start()
    expect(await bench.next()).toMatchObject({ outcome: 'done', accepted: 1, refused: 1 })
    expect((await linesOf())[0]).toMatchObject({ message: 1, errors: [{ code: 'message-type', keyword: 'ADT' }] })
  })
})

describe('what is not read', () => {
  it.each([
    ['a message that has no end', hl7.subarray(0, hl7.length - 20)],
    ['a batch without its trailer', Buffer.concat([Buffer.from('BHS|^~\\&|EHR\r'), hl7])],
    ['a C-CDA that has no end', Buffer.from(cda.slice(0, -20))],
  ])('waits for its end, and is given up then: %s', async (_, content) => {
    await bench.put('cut', content)
    bench.start()
    expect(await bench.next()).toMatchObject({ outcome: 'error', faults: ['unfinished'] })
    expect(bench.sent).toEqual([])
  })

  it.each([
    ['RTF', '{\\rtf1 Walks unaided.}'],
    ['HTML', '<!doctype html><html><body>Walks unaided.</body></html>'],
  ])('names no stay: %s', async (_, content) => {
    await bench.put('note', content)
    bench.start()
    expect(await bench.next()).toMatchObject({ outcome: 'error', faults: ['no-stay'] })
  })

  it('that ends within a message and has a marker is read, and is no word of a provider', async () => {
    await bench.stop()
    await bench.put('cut.hl7', hl7.subarray(0, hl7.length - 100))
    await bench.put('cut.hl7.done', '')
    bench.start()
    await bench.next()
    const told = bench.sent.map(({ value }) => JSON.parse(String(value)) as ReceivedDocuments)
    expect(told.map(({ documents: [document] }) => document?.status)).toEqual(['final', 'preliminary'])
    expect((await linesOf()).slice(0, 2)).toMatchObject([{ message: 1 }, { message: 2, unfinished: true }])
  })

  it('are documents where they do not come apart from claims', async () => {
    await bench.stop()
    const plain = await Bench.open({ folder: bench.folder })
    await plain.put('a.hl7', hl7)
    plain.start()
    expect(await plain.next()).toEqual({ outcome: 'error', accepted: 0, refused: 0, faults: ['documents-apart'] })
    expect(await plain.answer('a.hl7.jsonl')).toContain('"code":"documents-apart"')
    await plain.put('b.json', ours)
    expect(await plain.next()).toMatchObject({ outcome: 'error', refused: 1 })
    expect(await plain.answer('b.json.jsonl')).toContain('"code":"documents-apart"')
    expect(plain.sent).toEqual([])
    await plain.close()
  })
})
