import { describe, expect, it } from '@jest/globals'
import { read837 } from './read-837.js'
import { CLAIM, changed, ebcdicOf, segments, transaction, written } from './small-file.js'

const claimsOf = (file: Uint8Array) =>
  read837(file).results.map((result) => ('claim' in result ? result.claim : result.refused.code))
const notesOf = (file: Uint8Array): string[] => read837(file).report.notes.map(({ code }) => code)

const plain = claimsOf(written(segments()))
const text = written(segments()).toString('latin1')
const isa = segments()[0] as string
const rest = segments().slice(1)
/** The small file with another ISA before its segments. */
const withIsa = (line: string, end = '~\n') =>
  Buffer.from(line + end, 'latin1').toString('latin1') + written(rest, end).toString('latin1')
const bytes = (content: string): Buffer => Buffer.from(content, 'latin1')

describe('the small file', () => {
  it('is a stay with all that it says', () => {
    expect(plain).toEqual([
      {
        claimId: 'A-1',
        claimType: 'institutional-inpatient',
        facility: { npi: '1999999984' },
        payer: { id: 'P1' },
        patient: { id: 'M1', birthDate: '1961-04-02', sex: 'F' },
        admissionDate: '2026-01-04',
        admissionHour: '0915',
        dischargeDate: '2026-01-09',
        admissionType: '1',
        admissionSource: '1',
        dischargeStatus: '01',
        statement: { from: '2026-01-04', to: '2026-01-09' },
        typeOfBill: '111',
        frequency: '1',
        accountNumber: 'A-1',
        diagnoses: [
          { sequence: 1, role: 'principal', code: 'M4302', poa: 'Y' },
          { sequence: 2, role: 'admitting', code: 'M542' },
          { sequence: 3, role: 'secondary', code: 'I10', poa: 'Y' },
          { sequence: 4, role: 'secondary', code: 'Z7901' },
        ],
        procedures: [{ sequence: 1, code: '0RG10A0', date: '2026-01-05' }],
        lines: [{ number: 1, revenueCode: '0360', charge: '21500', units: 1, serviceDate: '2026-01-05' }],
        totalCharge: '21500',
      },
    ])
  })
})

describe('a file that is odd, and says the same', () => {
  it.each<[string, Uint8Array, string[]]>([
    ['a byte order mark', bytes(`\xef\xbb\xbf${text}`), []],
    ['blank lines and control characters before the ISA', bytes(`\r\n \0\x1a${text}`), []],
    ['blank lines between segments', bytes(text.replaceAll('\n', '\n\n\r\n')), []],
    ['indented segments', bytes(text.replaceAll('\n', '\n   ')), []],
    ['spaces before the terminator', bytes(text.replaceAll('~', ' ~')), ['isa-length']],
    ['no line ends', bytes(text.replaceAll('\n', '')), []],
    ['line feed as the terminator', written(segments(), '\n'), []],
    ['carriage return and line feed as the terminator', written(segments(), '\r\n'), []],
    ['carriage return as the terminator', written(segments(), '\r'), []],
    ['line feed as the terminator, and indented', written(segments(), '\n  '), []],
    [
      'lines wrapped at 80, in the ISA too',
      bytes(text.replaceAll('\n', '').replace(/([^]{80})/g, '$1\r\n')),
      ['wrapped'],
    ],
    ['lines wrapped before the ISA ends', bytes(text.replaceAll('\n', '').replace(/([^]{105})/g, '$1\n')), ['wrapped']],
    ['an ISA of short elements', bytes(withIsa(isa.replaceAll(/ +\*/g, '*'))), ['isa-length']],
    ['a letter as ISA11', bytes(withIsa(isa.replace('*^*', '*U*'))), []],
    [
      'separators that do not print',
      bytes(text.replaceAll('*', '\x1d').replaceAll(':', '\x1f').replaceAll('~', '\x1c')),
      [],
    ],
    ['the element separator ~', bytes(text.replaceAll('~', '#').replaceAll('*', '~')), []],
    ['a tail of control characters', bytes(`${text}\x1a\0\r\n`), []],
    ['no terminator at the end', bytes(text.trimEnd().slice(0, -1)), []],
    ['EBCDIC', ebcdicOf(text), []],
    ['the repetition separator between HI composites', changed(['*ABF:Z', '^ABF:Z']), []],
    ['one HI for all codes', oneHi(), []],
    ['a TA1 before the group', bytes(text.replace('GS*', 'TA1*000000100*260110*1200*A*000~\nGS*')), []],
    ['leading zeros in counts', bytes(text.replace('GE*1*', 'GE*00001*').replace(/SE\*(\d+)/, 'SE*00$1')), []],
    ['a wrong count of segments', bytes(text.replace(/SE\*\d+/, 'SE*3')), ['se-count']],
    ['a wrong count of transactions', bytes(text.replace('GE*1*', 'GE*2*')), ['ge-count']],
    [
      'a wrong count of groups, and another number',
      bytes(text.replace('IEA*1*000000101', 'IEA*2*7')),
      ['iea-count', 'iea-control-number'],
    ],
    ['no IEA', bytes(text.replace(/IEA.*/, '')), ['interchange-unfinished']],
    ['no GE', bytes(text.replace(/GE\*1\*1~/, '')), ['group-unfinished']],
  ])('%s', (_, file, notes) => {
    expect({ claims: claimsOf(file), notes: notesOf(file) }).toEqual({ claims: plain, notes })
  })

  it('keeps the text of another alphabet: UTF-8 where it is, else windows-1252', () => {
    const named = (account: string, encoding: 'latin1' | 'utf8') =>
      claimsOf(Buffer.from(text.replace('CLM*A-1*', `CLM*${account}*`), encoding))
    expect(named('A-é', 'latin1')).toMatchObject([{ claimId: 'A-é' }])
    expect(named('A-é', 'utf8')).toMatchObject([{ claimId: 'A-é' }])
    expect(named('A-\x80', 'latin1')).toMatchObject([{ claimId: 'A-€' }])
  })
})

function oneHi(): Buffer {
  const isCode = (each: string): boolean => each.startsWith('HI*')
  const codes = CLAIM.filter(isCode).map((each) => each.slice(2))
  return written(segments({ claim: [...CLAIM.filter((each) => !isCode(each)), `HI${codes.join('')}`] }))
}

describe('several envelopes', () => {
  it('reads interchanges with other separators, each with its own', () => {
    const other = text.replaceAll('*', '|').replaceAll(':', '>').replaceAll('~', "'").replaceAll('A-1', 'A-2')
    expect(claimsOf(bytes(text + other))).toMatchObject([
      { claimId: 'A-1' },
      { claimId: 'A-2', diagnoses: { length: 4 } },
    ])
    expect(claimsOf(bytes(text.replace(/IEA.*\n/, '') + other))).toMatchObject([{ claimId: 'A-1' }, { claimId: 'A-2' }])
  })

  it('reads the good transactions beside a broken one, and nothing of that', () => {
    const second = transaction(
      CLAIM.map((each) => each.replace('A-1', 'A-2')),
      '0002',
    )
    const third = transaction(
      CLAIM.map((each) => each.replace('A-1', 'A-3')),
      '0003',
    )
    const withSecond = (broken: string[]) =>
      read837(written(segments({ transactions: [transaction(), broken, third] }))).results
    const good = [{ claim: { claimId: 'A-1' } }, {}, { claim: { claimId: 'A-3' } }]
    const refusal = (broken: string[]) => {
      const results = withSecond(broken)
      expect(results).toMatchObject(good)
      return results[1]
    }
    const place = { interchange: 1, transaction: 2, segment: 1, id: 'ST' }
    expect(refusal(second.slice(0, -1))).toEqual({
      place,
      refused: { code: 'transaction-unfinished', place },
      claims: 1,
    })
    const end = { interchange: 1, transaction: 2, segment: second.length, id: 'SE', element: 2 }
    expect(refusal(second.map((each) => each.replace(/^(SE.*)2$/, '$19')))).toMatchObject({
      refused: { code: 'control-number', place: end },
    })
    expect(refusal(second.map((each) => each.replace('X223A3', 'X224A2')))).toMatchObject({
      refused: { code: 'guide', keyword: '005010X224A2', place: { ...place, element: 3 } },
    })
    expect(refusal(second.map((each) => each.replace('ST*837', 'ST*835')))).toMatchObject({
      refused: { code: 'transaction-set', keyword: '835' },
    })
  })

  it('takes the guide from the group where the transaction does not name it', () => {
    expect(claimsOf(bytes(text.replace('*0001*005010X223A3', '*0001')))).toEqual(plain)
    expect(claimsOf(bytes(text.replaceAll('005010X223A3', '004010X096A1')))).toEqual(['guide'])
  })

  it('gives nothing of a transaction that the file ends in', () => {
    for (const at of [text.indexOf('SV2'), text.indexOf('SE*') + 4, text.indexOf('HI*')]) {
      const file = bytes(text.slice(0, at))
      expect(claimsOf(file)).toEqual(['transaction-unfinished'])
      expect(notesOf(file)).toContain('interchange-unfinished')
    }
  })

  it('refuses text that is in no interchange or transaction, because claims may be in it', () => {
    expect(claimsOf(bytes(`From: billing\n\n${text}`))).toEqual(['no-interchange', ...plain])
    expect(claimsOf(bytes(text + text.slice(3)))).toEqual([...plain, 'no-interchange'])
    const { results, report } = read837(bytes(text.replace('ST*837', 'S?*837')))
    const place = { interchange: 1 }
    expect(results).toEqual([
      { place, refused: { code: 'outside-a-transaction', place }, claims: 1 },
      { place, refused: { code: 'no-transaction', place }, claims: 0 },
    ])
    expect(report).toMatchObject({ claims: 1, claimsRefused: 1 })
  })

  it('refuses a file without a transaction', () => {
    for (const content of ['', text.replace(/^ST[^]*SE.*\n/m, '')])
      expect(claimsOf(bytes(content))).toEqual(['no-transaction'])
    for (const content of ['ISA', isa, 'GS*HC~ST*837*1~', text.slice(3)])
      expect(claimsOf(bytes(content))).toEqual(['no-interchange', 'no-transaction'])
  })

  it('goes on with the next interchange after a segment without an end', () => {
    const endless = text.replace('HI*ABK', `NTE*ADD*${'x'.repeat(1_000_001)}`)
    expect(claimsOf(bytes(endless + text))).toEqual(['transaction-unfinished', 'segment-too-long', ...plain])
    expect(read837(bytes(endless + text), 65_536)).toEqual(read837(bytes(endless + text), 3_000_000))
  })
})
