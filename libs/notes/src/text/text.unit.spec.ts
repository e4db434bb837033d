import { describe, expect, it } from '@jest/globals'
import { UnreadableContent, notesKind, notesReader, plainTextOf } from '../notes.js'

const rtf = (body: string, head = ''): string =>
  plainTextOf(Buffer.from(`{\\rtf1\\ansi\\ansicpg1252${head} ${body}}`, 'latin1')).text
const FONTS = '{\\fonttbl{\\f0\\fnil Arial;}{\\f1\\fcharset204 Arial Cyr;}{\\f2\\fcharset128 Gothic;}}'

describe('RTF as text', () => {
  it.each([
    ['paragraphs and lines', 'one\\par two\\line three', 'one\ntwo\nthree'],
    ['a space that ends a word, and one that does not', 'bo\\b ld\\b0  x', 'bold x'],
    ['ends of lines in the file, which do not end lines of the text', 'ne\r\nck', 'neck'],
    ['bytes of the code page', "Caf\\'e9 \\'96 \xe9", 'Café – é'],
    ['Unicode with what stands for it', '\\u8211? ok \\uc2\\u8804 <=\\uc0\\u945 x', '– ok ≤α x'.replace('α x', 'αx')],
    ['Unicode above 32767', '\\u-3913?', String.fromCharCode(65536 - 3913)],
    ['a surrogate pair', '\\u-10179?\\u-8704?', '😀'],
    ['rows', '\\trowd\\cellx1 Dx\\cell M43.02\\cell\\row\\pard next', 'Dx\tM43.02\nnext'],
    ['quotes and dashes', '\\ldblquote a\\rdblquote\\emdash b\\~c\\_d\\bullet', '“a”—b c-d•'],
    ['braces and backslashes', '\\{a\\}\\\\', '{a}\\'],
    [
      'groups that hold no text',
      '{\\header page}{\\info{\\title t}}{\\*\\any{\\b x}}{\\pict\\wmetafile8 0102}ok',
      'ok',
    ],
    ['a field’s result', '{\\field{\\*\\fldinst HYPERLINK "x"}{\\fldrslt{\\ul here}}}', 'here'],
    ['hidden and deleted text', 'a{\\v hidden}b{\\deleted gone}c\\v x\\v0 d', 'abcd'],
    ['binary', 'a{\\pict\\bin5 {}{}}}b', 'ab'],
    ['empty lines, at most one', 'a\\par\\par\\par\\par b', 'a\n\nb'],
  ])('has %s', (_, body, expected) => {
    expect(rtf(body)).toBe(expected)
  })

  it('is decoded by its fonts, of two bytes too', () => {
    expect(rtf("\\f1 \\'cf\\f0  \\'e9\\f2 \\'83\\'41", FONTS)).toBe(' П éア')
    expect(rtf("\\'cf\\'f0", '\\ansicpg1251')).toBe('Пр')
  })

  it.each([
    ['a group that does not close', '{\\rtf1 a{\\b b}', 'group-open'],
    ['one that closes twice', '{\\rtf1 a}}', 'group-close'],
    ['nesting without end', `{\\rtf1 ${'{'.repeat(2_000)}`, 'rtf'],
  ])('is refused with the byte: %s', (_, content, keyword) => {
    const reader = notesReader('rtf')
    reader.push(Buffer.from(content))
    expect(reader.end()).toEqual([
      {
        at: { byte: expect.any(Number) },
        refused: { code: expect.stringMatching(/rtf|too-deep/), pointer: null, keyword },
      },
    ])
  })
})

const html = (page: string): string => plainTextOf(Buffer.from(page), 'text/html').text

describe('HTML as text', () => {
  it.each([
    [
      'rows, with paragraphs in cells',
      '<table><tr><td><p>Dx</p></td><td>M43.02</td></tr><tr><td>a<td>b</table>',
      'Dx\tM43.02\na\tb',
    ],
    [
      'a layout of one cell',
      '<table><tr><td><p>Neck pain.</p><p>No weakness.</p></td></tr></table>',
      'Neck pain.\n\nNo weakness.',
    ],
    ['items that are not closed', '<ul><li>a<li>b</ul>', 'a\nb'],
    ['breaks', 'one<br>two<br/>three', 'one\ntwo\nthree'],
    ['white space run together', 'Neck\n   pain&nbsp;&nbsp;at', 'Neck pain at'],
    ['words that markup does not part', 'no<b>t</b> weak', 'not weak'],
    ['preformatted lines', '<pre>a  b\n  c</pre>d', 'a  b\n  c\n\nd'],
    ['nothing of scripts and styles', '<style>p{}</style><script>if (a<b) x()</script><p>ok</p>', 'ok'],
    ['entities', '&lt;3 &eacute; &#8804;', '<3 é ≤'],
    ['tags that do not match', '<div><b>a</div></i>b', 'a\nb'],
  ])('has %s', (_, page, expected) => {
    expect(html(page)).toBe(expected)
  })

  it('is refused where it nests without end', () => {
    expect(() => html('<div>'.repeat(5_000))).toThrow(UnreadableContent)
  })
})

describe('what content is', () => {
  it.each([
    ['{\\rtf1 a}', 'text/plain', 'rtf-1'],
    ['<html>a</html>', 'text/plain', 'html-1'],
    ['<!DOCTYPE html><p>a', '', 'html-1'],
    ['pain < 3', 'text/plain', undefined],
    ['<b>a</b>', 'text/html; charset=utf-8', 'html-1'],
  ])('is told by its bytes, then by its media type: %s', (content, type, conversion) => {
    expect(plainTextOf(Buffer.from(content), type).conversion).toBe(conversion)
  })

  it.each([
    ['%PDF-1.4', '', 'pdf'],
    ['x', 'application/pdf', 'pdf'],
    ['not rtf', 'application/rtf', 'rtf'],
    ['x', 'image/png', 'media-type'],
    ['PK\x03\x04\0\0', '', 'media-type'],
  ])('is refused where it is no text: %j', (content, type, code) => {
    expect(() => plainTextOf(Buffer.from(content, 'latin1'), type)).toThrow(code)
  })

  it('has line feeds alone, and no controls', () => {
    expect(plainTextOf(Buffer.from('a\r\nb\rc\u0007d\te\n\n')).text).toBe('a\nb\nc d\te')
  })

  it.each([
    ['MSH|^~\\&|EHR|NORTH', 'hl7v2'],
    ['\ufeff\n  FHS|^~\\&|EHR|NORTH', 'hl7v2'],
    ['\vMSH|^~\\&|A|B|C|D', 'hl7v2'],
    ['<?xml version="1.0"?><!-- a -->', 'cda'],
    ['<ClinicalDocument xmlns="x">', 'cda'],
    ['<?xml version="1.0"?><html xmlns="x">', 'html'],
    ['{\\rtf1\\ansi text}', 'rtf'],
    ['{"claimId": "A-1", "x": 1}', null],
    ['ISA*00*          *00*', null],
  ])('%j begins a file of kind %s', (head, kind) => {
    expect(notesKind(Buffer.from(head))).toBe(kind)
  })

  it('is not told from a few bytes', () => {
    expect(notesKind(Buffer.from('MS'))).toBeUndefined()
  })
})
