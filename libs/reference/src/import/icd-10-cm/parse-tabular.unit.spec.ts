import { describe, expect, it } from '@jest/globals'
import { describeTabular } from './describe-tabular.js'
import { parseTabular } from './parse-tabular.js'

/** Made-up entries in the official format. */
const XML = `<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular>
  <version>2099</version>
  <introduction><introSection type="title"><title>A list</title></introSection></introduction>
  <chapter>
    <name>23</name>
    <desc>Complaints of clockwork (U00-U99)</desc>
    <useAdditionalCode><note>code to name the maker (Z99.-)</note></useAdditionalCode>
    <includes><note>springs &amp; gears</note></includes>
    <sectionIndex><sectionRef first="U00" last="U09" id="U00-U09">Winding</sectionRef></sectionIndex>
    <section id="U00-U09">
      <desc> Disorders of winding (U00-U09)</desc>
      <excludes2><note>rust (U50.-)</note><note>dust (U51.-)</note></excludes2>
      <diag>
        <name>U00</name>
        <desc>Broken mainspring</desc>
        <sevenChrNote><note>The appropriate 7th character is to be added</note></sevenChrNote>
        <sevenChrDef>
          <extension char="A">initial repair</extension>
          <note>first repair</note>
          <extension char="1">repair under warranty</extension>
        </sevenChrDef>
        <notes><note>7th characters A and 1 do not apply to codes in category U00 with 6th character 7 - beyond repair at once, or 8 - beyond repair later.</note></notes>
        <diag>
          <name>U00.0</name>
          <desc>Broken mainspring, wristwatch</desc>
          <diag placeholder="true">
            <name>U00.0X</name>
            <desc>Broken mainspring, wristwatch</desc>
            <diag><name>U00.0X6</name><desc>Broken mainspring, wristwatch, repaired</desc></diag>
            <diag><name>U00.0X7</name><desc>Broken mainspring, wristwatch, beyond repair</desc></diag>
          </diag>
        </diag>
        <diag>
          <name>U00.1</name>
          <desc>Broken mainspring, clock</desc>
          <sevenChrDef><extension char="S">sequela</extension></sevenChrDef>
        </diag>
      </diag>
      <diag>
        <name>U01</name>
        <desc>Overwound</desc>
        <excludes1><note>broken (U00.-)</note></excludes1>
        <inclusionTerm><note>Wound up</note><note/></inclusionTerm>
      </diag>
    </section>
  </chapter>
</ICD10CM.tabular>
`
const { version, tables, leftOut } = parseTabular('list.xml', XML)
const codes = tables.codes.map((row) => [row.dotted, row.parent, row.depth, row.n_children, row.billable])
const replaced = (from: string, to: string) => () => parseTabular('list.xml', XML.replace(from, to))

describe('parseTabular', () => {
  it('reads chapters and sections', () => {
    expect(version).toBe('2099')
    expect(tables.chapters).toEqual([{ chapter: '23', title: 'Complaints of clockwork (U00-U99)' }])
    expect(tables.sections).toEqual([{ chapter: '23', section: 'U00-U09', title: 'Disorders of winding (U00-U09)' }])
  })

  it('writes out the codes that 7th characters make: inherited ones, with placeholders, until others are defined', () => {
    expect(codes).toEqual([
      ['U00', '', '3', '2', '0'],
      ['U00.0', 'U00', '4', '1', '0'],
      ['U00.0X', 'U00.0', '5', '2', '0'],
      ['U00.0X6', 'U00.0X', '6', '0', '0'],
      ['U00.0X6A', 'U00.0X6', '7', '0', '1'],
      ['U00.0X61', 'U00.0X6', '7', '0', '1'],
      ['U00.0X7', 'U00.0X', '6', '0', '0'],
      ['U00.0X7A', 'U00.0X7', '7', '0', '0'],
      ['U00.0X71', 'U00.0X7', '7', '0', '0'],
      ['U00.1', 'U00', '4', '0', '0'],
      ['U00.1XXS', 'U00.1', '5', '0', '1'],
      ['U01', '', '3', '0', '1'],
    ])
  })

  it('gives those codes a title, and the code that they are made of its 7th characters in the order of the file', () => {
    const byCode = new Map(tables.codes.map((row) => [row.code, row]))
    expect(byCode.get('U001XXS')).toEqual({
      ...{
        code: 'U001XXS',
        dotted: 'U00.1XXS',
        title: 'Broken mainspring, clock, sequela',
        chapter: '23',
        section: 'U00-U09',
      },
      ...{ parent: 'U00.1', depth: '5', n_children: '0', billable: '1', seventh_chars: '' },
    })
    expect(byCode.get('U000X6')?.seventh_chars).toBe('{"A": "initial repair", "1": "repair under warranty"}')
    expect(byCode.get('U000X')?.seventh_chars).toBe('')
  })

  it('fills a category up too', () => {
    const { tables: others } = parseTabular(
      'list.xml',
      XML.replace(
        '<desc>Overwound</desc>',
        '<desc>Overwound</desc><sevenChrDef><extension char="D">again</extension></sevenChrDef>',
      ),
    )
    expect(others.codes.at(-1)).toMatchObject({ code: 'U01XXXD', dotted: 'U01.XXXD', parent: 'U01' })
  })

  it('keeps the notes of chapters, sections and codes, by type', () => {
    expect(tables.notes.map((row) => [row.code, row.note_type, row.text])).toEqual([
      ['CHAPTER 23', 'includes', 'springs & gears'],
      ['CHAPTER 23', 'useAdditionalCode', 'code to name the maker (Z99.-)'],
      ['SECTION U00-U09', 'excludes2', 'rust (U50.-)'],
      ['SECTION U00-U09', 'excludes2', 'dust (U51.-)'],
      ['U00', 'notes', expect.stringMatching(/^7th characters A and 1/)],
      ['U01', 'inclusionTerm', 'Wound up'],
      ['U01', 'excludes1', 'broken (U00.-)'],
    ])
  })

  it('says what it did not read', () => {
    expect([...leftOut]).toEqual([
      ['introduction in ICD10CM.tabular', 1],
      ['sectionIndex in chapter', 1],
      ['sevenChrNote in diag', 1],
      ['note in sevenChrDef', 1],
    ])
  })
})

describe('a file that is not as expected', () => {
  it('says the line and the open elements where it is no XML', () => {
    expect(replaced('<desc>Overwound</desc>', '<desc>Overwound</name>')).toThrow(
      /^list\.xml:42:\d+: unexpected close tag\. \(in .*<section><diag>\)$/,
    )
    expect(() => parseTabular('list.xml', XML.slice(0, XML.indexOf('springs')))).toThrow(
      /^list\.xml:9:\d+: unclosed tag: note/,
    )
    expect(replaced('&amp;', '&unknown;')).toThrow(/^list\.xml:9:\d+: undefined entity/)
    expect(() => parseTabular('list.xml', '')).toThrow(SyntaxError)
  })

  it('refuses another list', () => {
    expect(() => parseTabular('index.xml', '<ICD10CM.index><letter/></ICD10CM.index>')).toThrow(
      'index.xml:1: <ICD10CM.index> is not <ICD10CM.tabular> with chapters',
    )
  })

  it('says the line of an entry that lacks something', () => {
    expect(replaced('<desc>Overwound</desc>', '')).toThrow('list.xml:40: <diag> needs one <desc> with text')
    expect(replaced('<name>U01</name>', '<name>U01</name><name>U02</name>')).toThrow(
      'list.xml:40: <diag> needs one <name> with text',
    )
    expect(replaced('<section id="U00-U09">', '<section>')).toThrow('list.xml:11: <section> needs the attribute id')
  })

  it('refuses codes of another form, twice, or under one that they do not begin with', () => {
    expect(replaced('<name>U01</name>', '<name>U1</name>')).toThrow('list.xml:40: U1 is not a code')
    expect(replaced('<name>U00.1</name>', '<name>U01.1</name>')).toThrow('list.xml:34: U01.1 is not a code under U00')
    expect(replaced('<name>U01</name>', '<name>U00</name>')).toThrow('list.xml:40: U00 is at list.xml:14 already')
  })

  it('refuses invalid 7th characters, and codes without room for one', () => {
    expect(replaced('char="1"', 'char="A"')).toThrow('list.xml:21: A is not one more 7th character with a meaning')
    expect(replaced('>sequela<', '><')).toThrow('list.xml:37: S is not one more 7th character with a meaning')
    expect(replaced('<name>U00.0X6</name>', '<name>U00.0X61</name>')).toThrow(
      'list.xml:30: U00.0X61 has no room for a 7th character',
    )
  })

  it('refuses an exception for 7th characters that it cannot read', () => {
    expect(
      replaced('with 6th character 7 - beyond repair at once, or 8 - beyond repair later.', 'that are beyond repair'),
    ).toThrow('list.xml:23: an exception for 7th characters in words that are not known')
  })
})

describe('describeTabular', () => {
  it('says what is in the file and how it differs from the edition that is loaded', () => {
    const loaded = {
      codes: tables.codes
        .map((row) => (row.code === 'U01' ? { ...row, title: 'Wound too far' } : { ...row, billable: '0' }))
        .slice(1),
      notes: tables.notes,
    }
    const lines = describeTabular({ version, tables, leftOut: new Map() }, 'tables/before', loaded)
    expect(lines).toEqual([
      'tabular list of 2099: 1 chapters, 1 sections, 12 codes and headers (4 billable), 7 notes',
      'not read: nothing',
      '',
      'against tables/before:',
      'chapters: 1 rows, none kept',
      'sections: 1 rows, none kept',
      'codes: 12 rows, 5 of them not kept, 4 kept that are not printed',
      ...[
        expect.stringContaining('"U00"'),
        expect.anything(),
        expect.anything(),
        expect.anything(),
        expect.anything(),
        expect.anything(),
      ],
      'notes: 7 rows, 0 of them not kept, 0 kept that are not printed',
      'codes new: 1 U00',
      'codes gone: 0',
      'codes with another title: 1 U01',
      'codes billable that were not, or no longer: 3 U00.0X6A U00.0X61 U00.1XXS',
    ])
  })
})
