import { afterAll, describe, expect, it } from '@jest/globals'
import { Problem } from '@claims-audit/service'
import { takeMessage } from '../mllp/take-message.js'
import { BodyReader } from './body-reader.js'
import { readBody } from './tasks.js'

const opened: BodyReader[] = []
afterAll(() => Promise.all(opened.map((reader) => reader.close())))

function open(o: { budgetMs?: number } = {}): BodyReader {
  const reader = new BodyReader(o)
  opened.push(reader)
  return reader
}

const sender = { tenant: 'north', tenants: null, traceparent: undefined }

/** A message whose note is RTF: fonts change at every word, around `words` of them. */
function message(words: number): Buffer {
  const note = `{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}{\\f1 Times;}}${'\\f1 neck\\f0 pain '.repeat(words / 2)}}`
  const lines = [
    'MSH|^~\\&|EHR|NORTH|AUDIT|NORTH|20260105||MDM^T02^MDM_T02|M-1|P|2.5.1',
    'PID|1||MRN-1^^^NORTH^MR||Sample^Ada||19610402|F||||||||||A-1',
    'PV1|1|I',
    'TXA|1|PR|TX|20260105|||||||||N-1|||||AU',
    `OBX|1|ED|11506-3^Progress note^LN||EHR^text^rtf^Base64^${Buffer.from(note).toString('base64')}||||||F`,
  ]
  return Buffer.from(`${lines.join('\r')}\r`)
}
const LONG = message(60_000)
const hl7 = (bytes: Buffer) => ({ bytes, contentType: 'application/hl7-v2', sender })

describe('a long body', () => {
  it('is read in the thread as on the event loop, and a short one on the event loop', async () => {
    const reader = open()
    for (const bytes of [LONG, message(10)])
      expect(await reader.read('documents', hl7(bytes))).toEqual(readBody('documents', hl7(bytes)))
    const claim = { resourceType: 'Claim', padding: 'x'.repeat(300_000) }
    const fhir = { bytes: Buffer.from(JSON.stringify(claim)) }
    expect(await reader.read('fhir', fhir)).toEqual(readBody('fhir', fhir))
  })

  it('leaves the event loop free', async () => {
    const reader = open()
    await reader.read('documents', hl7(LONG))
    let turns = 0
    const counting = setInterval(() => (turns += 1), 1)
    await reader.read('documents', hl7(message(1_000_000)))
    clearInterval(counting)
    expect(turns).toBeGreaterThan(20)
  })

  it('is refused once its time is over, over MLLP with an answer, and the next is read by a new thread', async () => {
    const hurried = open({ budgetMs: 1 })
    const ended = { ended: { code: 'reading-timeout', pointer: null, keyword: '1 ms' } }
    expect(await hurried.read('documents', hl7(message(1_000_000)))).toEqual(ended)
    let refusals = 0
    const door = { tenant: 'north', publish: async () => undefined, refuse: () => void (refusals += 1) }
    const answer = await takeMessage(message(1_000_000), { ...door, reader: hurried })
    expect(answer.split('\r').slice(1)).toEqual(['MSA|AE|M-1', expect.stringContaining('reading-timeout 1 ms'), ''])
    expect(refusals).toBe(1)
  })

  it('is asked for again later where many wait already', async () => {
    const reader = open()
    const reading = Array.from({ length: 20 }, () =>
      reader.read('documents', hl7(LONG)).catch((error: unknown) => error),
    )
    const answers = await Promise.all(reading)
    expect(answers.filter((answer) => answer instanceof Problem && answer.getStatus() === 503)).toHaveLength(4)
    expect(answers.filter((answer) => Array.isArray(answer))).toHaveLength(16)
  })
})
