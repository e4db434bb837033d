import { describe, expect, it } from '@jest/globals'
import { isReceivedDocuments } from '@claims-audit/contracts'
import type { ReceivedDocument } from '@claims-audit/contracts'
import { notesReader } from '../notes.js'
import type { NotesReport, NotesResult } from '../notes.js'

const MSH = (event: string, more = ''): string =>
  `MSH|^~\\&|EHR|NORTH|AUDIT|NORTH|20260105081500||${event}|C-1|P|2.5${more}`
const PID = 'PID|1||77^^^OTHER^PI~MRN-9^^^NORTH^MR||Doe^Test||19600102|F||||||||||ACC-1'
const PV1 = `PV1|1|I${'|'.repeat(17)}VIS-1${'|'.repeat(25)}20260104|20260109`
const TXA = (id = 'D-1', kind = 'PR', more = ''): string => `TXA|1|${kind}|TX|20260105|||||9^Ames^Ann|||${id}${more}`
const OBX = (text: string, type = 'TX', number = '1'): string => `OBX|${number}|${type}|NOTE^Note^L||${text}||||||F`

const note = (...texts: string[]): string[] => [
  MSH('MDM^T02'),
  PID,
  PV1,
  TXA(),
  ...texts.map((text, at) => OBX(text, 'TX', `${at + 1}`)),
]

interface Read {
  results: NotesResult[]
  report: NotesReport
}

function read(file: string | Uint8Array, size = Infinity): Read {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file
  const reader = notesReader('hl7v2')
  const results: NotesResult[] = []
  for (let from = 0; from < bytes.length; from += size) results.push(...reader.push(bytes.subarray(from, from + size)))
  results.push(...reader.end())
  return { results, report: reader.report() }
}

const file = (...segments: string[]): string => `${segments.join('\r')}\r`

function documentsIn(content: string | Uint8Array): ReceivedDocument[] {
  return read(content).results.flatMap((result) => {
    if (!('received' in result)) throw new Error(`not read: ${JSON.stringify(result)}`)
    expect(isReceivedDocuments(result.received)).toBe(true)
    return result.received.documents
  })
}

const textOf = (content: string | Uint8Array): string =>
  documentsIn(content)
    .map(({ text }) => text)
    .join('|')
const refusalsIn = (content: string): unknown =>
  read(content).results.map((result) => {
    if ('received' in result) return 'read'
    const { code } = 'refused' in result ? result.refused : result.passedOver
    return [code, result.at.message, result.at.segment, result.at.field]
  })

describe('a note of an MDM', () => {
  it('has its id, type, day, author, status and time, and names its stay', () => {
    const [result] = read(file(...note('Neck pain.', 'No weakness.'))).results
    expect(result).toEqual({
      at: { message: 1, segment: 4, id: 'TXA' },
      received: {
        encounter: {
          accountNumber: 'ACC-1',
          visitNumber: 'VIS-1',
          medicalRecordNumber: 'MRN-9',
          from: '2026-01-04',
          through: '2026-01-09',
        },
        documents: [
          {
            id: 'D-1',
            type: 'progress-note',
            date: '2026-01-05',
            author: 'Ann Ames',
            title: 'Note',
            status: 'final',
            issued: '2026-01-05T08:15:00.000Z',
            text: 'Neck pain.\nNo weakness.',
          },
        ],
      },
    })
  })

  it.each<[string, string, string, Partial<ReceivedDocument>]>([
    ['an edit', 'T08', TXA('D-1'), { id: 'D-1', status: 'amended' }],
    ['a replacement', 'T10', TXA('D-2', 'PR', '|D-1^EHR'), { id: 'D-2', status: 'final', replaces: ['D-1^EHR'] }],
    ['an addendum, which replaces nothing', 'T06', TXA('D-2', 'PR', '|D-1'), { id: 'D-2', status: 'final' }],
    ['a cancellation', 'T11', TXA('D-1'), { id: 'D-1', status: 'cancelled', text: '' }],
    ['not signed yet', 'T02', TXA('D-1', 'DS', '|||||DI'), { type: 'discharge-summary', status: 'preliminary' }],
    ['made obsolete', 'T04', TXA('D-1', 'OP', '|||||AU||OB'), { type: 'operative-note', status: 'cancelled' }],
    ['of a kind that is not known', 'T02', TXA('D-1', 'ZZ'), { type: 'other' }],
  ])('is %s', (_, event, txa, expected) => {
    const [document] = documentsIn(file(MSH(`MDM^${event}`), PID, PV1, txa, OBX('Text.')))
    expect(document).toMatchObject(expected)
    expect(document?.replaces).toEqual(expected.replaces)
  })

  it('has its type of LOINC where TXA-2 says none', () => {
    const obx = 'OBX|1|TX|18842-5^Discharge summary^LN||Home.||||||F'
    expect(documentsIn(file(MSH('MDM^T02'), PID, TXA('D-1', ''), obx))).toMatchObject([{ type: 'discharge-summary' }])
  })

  it('is one of several in a message, each with its own observations', () => {
    const two = file(MSH('MDM^T02'), PID, TXA('D-1'), OBX('One.'), TXA('D-2'), OBX('Two.'))
    expect(documentsIn(two).map(({ id, text }) => [id, text])).toEqual([
      ['D-1', 'One.'],
      ['D-2', 'Two.'],
    ])
  })

  it('is in the order of OBX-1 where that numbers all, else in the order of the message', () => {
    const head = [MSH('MDM^T02'), PID, TXA()]
    expect(textOf(file(...head, OBX('b', 'TX', '2'), OBX('a', 'TX', '1')))).toBe('a\nb')
    expect(textOf(file(...head, OBX('b', 'TX', '1'), OBX('a', 'TX', '1')))).toBe('b\na')
  })

  it('that only announces a text is passed over', () => {
    expect(refusalsIn(file(MSH('MDM^T01'), PID, TXA()))).toEqual([['no-content', 1, 3, undefined]])
  })
})

describe('a report of an ORU', () => {
  const OBR = (more = '|||F', number = 'F-1', service = 'CT-9^CT neck^L'): string =>
    `OBR|1|P-1|${number}^RIS|${service}|||20260104|||||||||||||||20260105090000${more}`

  it('is one for each OBR, named by the filler’s number and the service', () => {
    const two = file(
      MSH('ORU^R01'),
      PID,
      PV1,
      OBR('||CT|F'),
      OBX('Sclerosis at C6.'),
      OBR('||LAB|F', 'F-2'),
      OBX('Clotted.'),
    )
    expect(documentsIn(two)).toMatchObject([
      {
        id: 'F-1^RIS/CT-9',
        type: 'radiology-report',
        date: '2026-01-04',
        title: 'CT neck',
        issued: '2026-01-05T09:00:00.000Z',
      },
      { id: 'F-2^RIS/CT-9', type: 'other' },
    ])
  })

  it.each([
    ['preliminary', '||CT|P', 'preliminary'],
    ['corrected', '||CT|C', 'amended'],
    ['cancelled', '||CT|X', 'cancelled'],
    ['final', '||CT|F', 'final'],
  ])('is %s by OBR-25', (_, more, status) => {
    expect(documentsIn(file(MSH('ORU^R01'), PID, OBR(more), OBX('Text.')))).toMatchObject([{ status }])
  })

  it('belongs to the patient whose PID it follows', () => {
    const other = PID.replace('ACC-1', 'ACC-2')
    const { results } = read(file(MSH('ORU^R01'), PID, PV1, OBR(), OBX('One.'), other, OBR(), OBX('Two.')))
    expect(results.map((result) => 'received' in result && result.received.encounter)).toMatchObject([
      { accountNumber: 'ACC-1', visitNumber: 'VIS-1' },
      { accountNumber: 'ACC-2' },
    ])
    expect(JSON.stringify(results[1])).not.toContain('VIS-1')
  })

  it('of numbers alone is no note, and is counted', () => {
    const numbers = [OBX('4.1', 'NM'), OBX('^12^-^14', 'SN'), OBX('&lt; 5'.replace('&lt;', '<'), 'ST')]
    const { results, report } = read(file(MSH('ORU^R01'), PID, OBR(), ...numbers))
    expect(results).toMatchObject([{ passedOver: { code: 'numbers-only' } }])
    expect(report).toMatchObject({ passedOver: 1, parts: { NM: 1, SN: 1, ST: 1 }, leftOut: { NM: 1, SN: 1, ST: 1 } })
  })

  it('keeps its words where numbers and codes are among them, and counts those', () => {
    const mixed = file(MSH('ORU^R01'), PID, OBR(), OBX('4.1', 'NM'), OBX('X^yes^L', 'CWE'), OBX('Many spherocytes.'))
    expect(textOf(mixed)).toBe('Many spherocytes.')
    expect(read(mixed).report.leftOut).toEqual({ NM: 1, CWE: 1 })
  })

  it('leaves out observations that were withdrawn', () => {
    const wrong = OBX('Of another patient.').replace(/F$/, 'W')
    expect(textOf(file(MSH('ORU^R01'), PID, OBR(), wrong, OBX('Sclerosis.')))).toBe('Sclerosis.')
  })
})

describe('text', () => {
  it.each([
    ['the separators', 'a \\T\\ b \\S\\ c \\R\\ d \\F\\ e \\E\\ f', 'a & b ^ c ~ d | e \\ f'],
    ['new lines', 'one\\.br\\two\\.sp2\\three\\X0D0A\\four', 'one\ntwo\n\nthree\nfour'],
    ['bytes, a NUL among them', 'a\\X000d\\b\\X41\\', 'a\nbA'],
    ['highlighting, which has no text', '\\H\\Alert\\N\\ ok', 'Alert ok'],
    ['indents, which have none either', 'a\\.in+5\\b\\.ti-2\\c', 'abc'],
    ['what only looks like an escape', 'power 4\\5 re. C:\\Temp\\x \\Zq\\', 'power 4\\5 re. C:\\Temp\\x \\Zq\\'],
    ['repetitions as lines', 'one~two', 'one\ntwo'],
    ['components and subcomponents as they are', 'C5^C6 & pain', 'C5^C6 & pain'],
  ])('has its escapes decoded: %s', (_, sent, expected) => {
    expect(textOf(file(...note(sent)))).toBe(expected)
  })

  it.each(['TX', 'FT', 'ST', ''])('is taken of a value of type %p', (type) => {
    expect(textOf(file(MSH('MDM^T02'), PID, TXA(), OBX('Some words', type)))).toBe('Some words')
  })

  it('is of the charset that MSH-18 names, else UTF-8 where it is valid, else windows-1252', () => {
    const said = (charset: string, encoding: BufferEncoding): Buffer =>
      Buffer.from(file(MSH('MDM^T02', `||||||${charset}`), PID, TXA(), OBX('Déjà vu')), encoding)
    expect(textOf(said('', 'utf8'))).toBe('Déjà vu')
    expect(textOf(said('', 'latin1'))).toBe('Déjà vu')
    expect(textOf(said('UNICODE UTF-8', 'utf8'))).toBe('Déjà vu')
    expect(textOf(said('8859/1', 'latin1'))).toBe('Déjà vu')
    expect(textOf(said('8859/5', 'latin1'))).toBe('Dщjр vu')
    expect(textOf(said('windows-1250', 'latin1'))).toBe('Déjŕ vu')
    expect(
      textOf(Buffer.from(said('Shift_JIS', 'latin1').toString('latin1').replace(/[éà]/g, '\xb1'), 'latin1')),
    ).toContain('ｱ')
    expect(read(said('UNICODE UTF-8', 'latin1')).report.notes).toMatchObject([
      { code: 'charset', first: { field: 18 } },
    ])
  })

  it.each(['CNS 11643-1992', 'UNICODE', 'ISO IR159'])(
    'is refused by name of a charset that is not read: %s',
    (charset) => {
      const said = (text: string): Buffer =>
        Buffer.from(file(MSH('MDM^T02', `||||||${charset}`), PID, TXA(), OBX(text)))
      const place = { message: 1, segment: 1, id: 'MSH', field: 18 }
      expect(read(said('Déjà vu')).results).toEqual([
        { at: place, refused: { code: 'charset', pointer: null, keyword: charset } },
      ])
      expect(textOf(said('Seen before'))).toBe('Seen before')
    },
  )
})

describe('a document in a message', () => {
  const RTF = '{\\rtf1\\ansi Defect at C6.\\par}'
  const ed = (kind: string, encoding: string, data: string): string => OBX(`EHR^TEXT^${kind}^${encoding}^${data}`, 'ED')
  const within = (...observations: string[]): string => file(MSH('MDM^T02'), PID, TXA(), ...observations)
  const base64 = (text: string): string => Buffer.from(text).toString('base64')

  it.each([
    ['RTF', ed('RTF', 'Base64', base64(RTF)), 'Defect at C6.', 'rtf-1'],
    ['RTF that is called text', ed('plain', 'Base64', base64(RTF)), 'Defect at C6.', 'rtf-1'],
    ['HTML', ed('HTML', 'base64', base64('<html><b>Defect</b> at C6.</html>')), 'Defect at C6.', 'html-1'],
    ['text', ed('', 'Base64', base64('Défect')), 'Défect', undefined],
    ['text as it is', ed('plain', 'A', 'Pain \\T\\ numbness'), 'Pain & numbness', undefined],
  ])('is %s', (_, observation, text, conversion) => {
    const [document] = documentsIn(within(observation))
    expect([document?.text, document?.conversion]).toEqual([text, conversion])
  })

  it.each([
    ['a PDF by its name', ed('PDF', 'Base64', base64('x')), 'pdf'],
    ['a PDF by its bytes', ed('', 'Base64', base64('%PDF-1.7 x')), 'pdf'],
    ['an image', ed('JPEG', 'Base64', base64('x')), 'media-type'],
    ['base64 that is damaged', ed('plain', 'Base64', 'QUJD*'), 'base64'],
    ['RTF that ends too soon', ed('RTF', 'Base64', base64(RTF.slice(0, -1))), 'rtf'],
    ['an address', OBX('https://ehr.example/1', 'RP'), 'document-elsewhere'],
  ])('is refused by its place: %s', (_, observation, code) => {
    expect(refusalsIn(within(observation))).toEqual([[code, 1, 4, 5]])
  })

  it('that cannot be read beside text is counted, and the text is read', () => {
    const both = within(OBX('The report.'), ed('PDF', 'Base64', base64('x')))
    expect(textOf(both)).toBe('The report.')
    expect(read(both).report.leftOut).toEqual({ 'ED pdf': 1 })
  })
})

describe('a file', () => {
  const one = note('One.')
  const two = note('Two.').map((segment) => segment.replace('D-1', 'D-2'))

  it.each([
    ['LF', [...one, ...two, ''].join('\n')],
    ['CR LF', [...one, ...two, ''].join('\r\n')],
    ['a byte order mark', `\ufeff${[...one, ...two, ''].join('\r')}`],
    ['frames', `\v${one.join('\r')}\r\x1c\r\v${two.join('\r')}\r\x1c\r`],
    ['a batch', ['FHS|^~\\&|EHR', 'BHS|^~\\&|EHR', ...one, ...two, 'BTS|2', 'FTS|1', ''].join('\r')],
    ['blank lines', `\n\n${one.join('\n')}\n\n\n${two.join('\n')}\n\n`],
  ])('of several messages with %s has the same documents', (_, content) => {
    expect(documentsIn(content).map(({ id, text }) => [id, text])).toEqual([
      ['D-1', 'One.'],
      ['D-2', 'Two.'],
    ])
    expect(read(content).report.notes).toEqual([])
  })

  it('is read alike however its bytes are cut', () => {
    const content = Buffer.from(
      `\ufeff\v${[...one, ...two].join('\r')}\r\x1c\r\v${note('Déjà', 'vu').join('\r')}\r\x1c\r`,
    )
    const whole = read(content)
    for (let size = 1; size < 80; size += 1) expect({ size, ...read(content, size) }).toEqual({ size, ...whole })
  })

  it('has lines of a note that begin like a segment, or not at all like one', () => {
    const lines = `${note('HISTORY').join('\n')}\nNeck pain, MRI|clear\nCXR|clear\nOK`
    expect(textOf(lines)).toContain('HISTORY')
    const [document] = documentsIn(file(...note('one\ntwo', 'three')))
    expect(document?.text).toBe('one\ntwo\nthree')
    const [wrapped] = documentsIn(file(MSH('MDM^T02'), PID, TXA(), 'OBX|1|TX|NOTE^Note^L||one\ntwo\nCXR'))
    expect(wrapped?.text).toBe('one\ntwo\nCXR')
  })

  it('has delimiters of its own', () => {
    const odd = file(...note('a \\T\\ b')).replace(
      /[|^~\\&]/g,
      (each) => ({ '|': '#', '^': ':', '~': '!', '\\': '%', '&': '+' })[each] as string,
    )
    expect(textOf(odd)).toBe('a + b')
  })

  it('is answered by its places where it is damaged', () => {
    expect(refusalsIn('')).toEqual([['no-document', undefined, undefined, undefined]])
    expect(refusalsIn('some text\rmore')).toEqual([['outside-a-message', 0, undefined, undefined]])
    expect(refusalsIn(`x\r${file(...one)}`)).toEqual([['outside-a-message', 0, undefined, undefined], 'read'])
    expect(refusalsIn(file(MSH('ADT^A01'), PID))).toEqual([['message-type', 1, 1, 9]])
    expect(refusalsIn(file(MSH('MDM^T02'), PID))).toEqual([['segment-missing', 1, 2, undefined]])
    expect(refusalsIn(`MSH|ab|x\r${file(...one)}`)).toEqual([['delimiters', 1, 1, undefined], 'read'])
    expect(refusalsIn(file(MSH('MDM^T11'), PID, TXA('')))).toEqual([['document-id', 1, 3, 12]])
  })

  it('that ends within a message has its documents as preliminary, unless a frame or a trailer ends it', () => {
    const cut = [...one, ...two].join('\r')
    const statuses = (content: string, isWhole = false): unknown[] => {
      const reader = notesReader('hl7v2', { isWhole })
      const results = [...reader.push(Buffer.from(content)), ...reader.end()]
      return [
        ...results.map((result) => 'received' in result && [result.received.documents[0]?.status, result.isUnfinished]),
        ...reader.report().notes,
      ]
    }
    const final = ['final', undefined]
    const noted = { code: 'unfinished', count: 1, first: { message: 2 } }
    expect(statuses(cut)).toEqual([final, ['preliminary', true], noted])
    expect(statuses(`${cut}\r`)).toEqual([final, final])
    expect(statuses(`${cut}\rBTS|2`)).toEqual([final, final])
    expect(statuses(cut, true)).toEqual([final, final])
  })

  it('has notes on what is odd', () => {
    const batch = ['BHS|^~\\&', ...one, 'BTS|3'].join('\r')
    expect(read(batch).report.notes).toMatchObject([
      { code: 'batch-count', first: { message: 1, id: 'BTS', field: 1 } },
    ])
    const bare = file(MSH('MDM^T02'), TXA(''), OBX('Text.'))
    expect(read(bare).report.notes.map(({ code }) => code)).toEqual(['id-made-up', 'no-stay'])
  })
})
