import { describe, expect, it } from '@jest/globals'
import { isReceivedDocuments } from '@claims-audit/contracts'
import type { ReceivedDocuments } from '@claims-audit/contracts'
import { notesKind, notesReader } from '../notes.js'
import type { NotesReport, NotesResult } from '../notes.js'

const HEAD = `<id root="1.2.3" extension="DOC-1"/><code code="18842-5" codeSystem="2.16.840.1.113883.6.1"/><title>Discharge
  Summary</title><effectiveTime value="20260110093000-0500"/><setId root="1.2.3" extension="SET-1"/><versionNumber value="2"/>
  <recordTarget><patientRole><id root="1.9" extension="MRN-9"/><id root="1.8" extension="other"/></patientRole></recordTarget>
  <author><assignedAuthor><id extension="77"/><assignedPerson><name><given>Ann</given> <family>Ames</family></name></assignedPerson></assignedAuthor></author>
  <relatedDocument typeCode="RPLC"><parentDocument><id root="1.2.3" extension="DOC-0"/></parentDocument></relatedDocument>
  <componentOf><encompassingEncounter><id root="1.7" extension="VIS-1"/>
  <effectiveTime><low value="202601040900"/><high value="20260109"/></effectiveTime></encompassingEncounter></componentOf>`

const section = (title: string, text: string): string =>
  `<component><section><title>${title}</title><text>${text}</text><entry><act><text>not narrative</text></act></entry></section></component>`
const structured = (...sections: string[]): string =>
  `<component><structuredBody>${sections.join('')}</structuredBody></component>`
const unstructured = (attributes: string, text: string): string =>
  `<component><nonXMLBody><text ${attributes}>${text}</text></nonXMLBody></component>`
const cda = (body: string, head = HEAD, before = '<?xml version="1.0"?>'): string =>
  `${before}<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc">${head}${body}</ClinicalDocument>`

function read(file: string | Uint8Array): { result: NotesResult; report: NotesReport } {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file
  expect(notesKind(bytes)).toBe('cda')
  const reader = notesReader('cda')
  const results = [...reader.push(bytes), ...reader.end()]
  expect(results).toHaveLength(1)
  return { result: results[0] as NotesResult, report: reader.report() }
}

function receivedIn(file: string | Uint8Array): ReceivedDocuments {
  const { result } = read(file)
  if (!('received' in result)) throw new Error(JSON.stringify(result))
  expect(isReceivedDocuments(result.received)).toBe(true)
  return result.received
}

const textOf = (file: string | Uint8Array): string | undefined => receivedIn(file).documents[0]?.text
const narrative = (text: string): string | undefined => textOf(cda(structured(section('Exam', text))))

describe('a C-CDA', () => {
  it('has its ids, type, day, author and versions, and names its stay', () => {
    expect(receivedIn(cda(structured(section('Course', 'Home.'))))).toEqual({
      encounter: { visitNumber: 'VIS-1', medicalRecordNumber: 'MRN-9', from: '2026-01-04', through: '2026-01-09' },
      documents: [
        {
          id: '1.2.3^DOC-1',
          type: 'discharge-summary',
          date: '2026-01-10',
          author: 'Ann Ames',
          title: 'Discharge Summary',
          status: 'final',
          replaces: ['1.2.3^DOC-0'],
          setId: '1.2.3^SET-1',
          version: 2,
          issued: '2026-01-10T14:30:00.000Z',
          conversion: 'cda-1',
          text: 'Course\nHome.',
        },
      ],
    })
  })

  it('is transformed from another document, or appended to it, without replacing it', () => {
    expect(
      receivedIn(cda(structured(section('A', 'b')), HEAD.replace('RPLC', 'XFRM'))).documents[0],
    ).not.toHaveProperty('replaces')
  })

  it('has all its sections, nested ones too, in their order, and no text of entries', () => {
    const inner = section('Motor', 'Full.')
    const nested = `<component><section><title>Exam</title><text>Well.</text>${inner}</section></component>`
    const { report } = read(cda(structured(nested, section('Plan', 'Collar.'))))
    expect(textOf(cda(structured(nested, section('Plan', 'Collar.'))))).toBe(
      'Exam\nWell.\n\nMotor\nFull.\n\nPlan\nCollar.',
    )
    expect(report).toMatchObject({ parts: { section: 3 }, documents: 1 })
  })

  it('without a narrative is passed over', () => {
    expect(read(cda(structured('<component><section><entry/></section></component>'))).result).toEqual({
      at: {},
      passedOver: { code: 'no-text', pointer: null, keyword: null },
    })
  })
})

describe('its narrative', () => {
  it.each([
    [
      'items',
      '<list><caption>Plan</caption><item>Collar</item><item><content>PT</content></item></list>',
      'Plan\nCollar\nPT',
    ],
    [
      'rows',
      '<table><thead><tr><th>Dx</th><th>Code</th></tr></thead><tbody><tr><td>Lysis</td><td>M43.02</td></tr></tbody></table>',
      'Dx\tCode\nLysis\tM43.02',
    ],
    ['empty cells', '<table><tr><td/><td>x</td><td></td><td>y</td></tr></table>', '\tx\t\ty'],
    [
      'paragraphs in cells',
      '<table><tr><td><paragraph>a</paragraph></td><td><paragraph>b</paragraph><paragraph>c</paragraph></td></tr></table>',
      'a\tb\nc',
    ],
    [
      'paragraphs',
      '<paragraph>No pain.</paragraph><paragraph>No <content styleCode="Bold">weak</content>ness.</paragraph>',
      'No pain.\nNo weakness.',
    ],
    ['breaks', 'one<br/>two', 'one\ntwo'],
    ['plain lines', '\n    HISTORY:\n    Neck pain.\n  ', 'HISTORY:\nNeck pain.'],
    ['white space of the file', '<content>Neck\n      pain</content> at\n C6', 'Neck pain at C6'],
    [
      'what was deleted in a revision',
      'Pain <content revised="delete">none <content>at all</content></content>at C6',
      'Pain at C6',
    ],
    ['entities and characters', 'C5 &lt; C6 &amp; &#x2013; <![CDATA[a < b]]>', 'C5 < C6 & – a < b'],
  ])('is read as lines: %s', (_, text, expected) => {
    expect(narrative(text)).toBe(`Exam\n${expected}`)
  })
})

describe('a body that is not XML', () => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64')

  it.each([
    ['text', unstructured('mediaType="text/plain"', 'Neck pain.\n  No weakness.'), 'Neck pain.\n  No weakness.'],
    ['text in base64', unstructured('mediaType="text/plain" representation="B64"', base64('Déjà vu')), 'Déjà vu'],
    ['RTF', unstructured('mediaType="text/rtf" representation="B64"', base64('{\\rtf1 Pain.}')), 'Pain.'],
    ['HTML', unstructured('mediaType="text/html" representation="B64"', base64('<p>Pain</p><p>C6</p>')), 'Pain\n\nC6'],
  ])('is %s', (_, body, expected) => {
    expect(textOf(cda(body))).toBe(expected)
  })

  it.each([
    ['pdf', unstructured('mediaType="application/pdf" representation="B64"', base64('%PDF-1.7'))],
    ['media-type', unstructured('mediaType="image/gif" representation="B64"', base64('GIF'))],
    ['base64', unstructured('mediaType="text/plain" representation="B64"', 'QUJ*')],
    ['document-elsewhere', unstructured('mediaType="application/pdf"', '<reference value="a.pdf"/>')],
  ])('is refused: %s', (code, body) => {
    expect(read(cda(body)).result).toMatchObject({ at: { id: 'nonXMLBody' }, refused: { code } })
  })
})

describe('XML that is not read', () => {
  const bomb = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'

  it.each([
    ['a document type, before it is looked into', cda(section('A', '&b;'), HEAD, bomb), 'doctype', 1],
    ['an entity of a file', cda(section('A', '&x;'), HEAD, '<!DOCTYPE a SYSTEM "file:///etc/passwd">'), 'doctype', 1],
    ['an entity that XML does not have', cda(structured(section('A', 'a&nbsp;b'))), 'xml', 7],
    ['nesting without end', cda('<component>'.repeat(300)), 'too-deep', 7],
    ['an end that is missing', cda('').slice(0, -5), 'xml', 7],
    ['another root', '<Bundle xmlns="http://hl7.org/fhir"/>', 'root-element', 1],
    ['text behind it', `${cda('')}x`, 'xml', 7],
  ])('is refused with its line: %s', (_, file, code, line) => {
    expect(read(file).result).toMatchObject({ at: { line }, refused: { code } })
  })

  it('is read in the encoding that it names, or that its bytes show', () => {
    const text = structured(section('Exam', 'Déjà vu'))
    const latin1 = cda(text, HEAD, '<?xml version="1.0" encoding="ISO-8859-1"?>')
    expect(textOf(Buffer.from(latin1, 'latin1'))).toContain('Déjà vu')
    expect(textOf(Buffer.from(cda(text), 'latin1'))).toContain('Déjà vu')
    expect(textOf(Buffer.from(`\ufeff${cda(text)}`, 'utf16le'))).toContain('Déjà vu')
    expect(textOf(`\ufeff\n${cda(text)}`)).toContain('Déjà vu')
  })

  it('may have prefixes that it does not declare', () => {
    const prefixed = cda(structured(section('Exam', 'Pain.'))).replace('<act>', '<act xsi:type="x">')
    expect(textOf(prefixed.replace(/<(\/?)title>/g, '<$1v3:title>'))).toBe('Exam\nPain.')
  })
})
