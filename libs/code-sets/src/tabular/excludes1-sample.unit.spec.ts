import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { readSourceTable } from '@claims-audit/reference'
import { codeKey } from '../dictionary/code-key.js'
import { inRange, parseCodeReferences } from './code-references.js'

/**
 * A hundred Excludes1 notes of FY2026 and the codes that a person reads in each: 45 drawn from all that name codes, 40
 * from those with ranges, qualifiers or long lists, 15 from those that name none. A code stands for all below it, `A-B`
 * for all from one to the other, a regular expression for a qualifier.
 */
const sample = readFileSync(new URL('../../corpus/excludes1-sample.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { at: string; text: string; names: string[] })
const codes = readSourceTable<{ code: string }>('icd-10-cm/fy2026-april/codes').map(({ code }) => code)

/** By comparing strings, not keys: independent of how the parser does it. */
function isNamed(code: string, reference: string): boolean {
  if (reference.startsWith('/')) return new RegExp(reference.slice(1, -1)).test(code)
  const [first = '', last = first] = reference.replaceAll('.', '').split('-')
  return code >= first && (code <= last || code.startsWith(last))
}

describe('a hundred Excludes1 notes read by hand', () => {
  it.each(sample)('$at: $text', ({ text, names }) => {
    const ranges = parseCodeReferences(text)
    const read = codes.filter((code) => ranges.some((range) => inRange(range, code, codeKey(code))))
    expect(read).toEqual(codes.filter((code) => names.some((reference) => isNamed(code, reference))))
    expect(read.length > 0).toBe(names.length > 0)
  })

  it('are notes of the edition, a hundred of them', () => {
    const notes = new Set(
      readSourceTable<{ code: string; note_type: string; text: string }>('icd-10-cm/fy2026-april/notes')
        .filter((row) => row.note_type === 'excludes1')
        .map(({ code, text }) => `${code} ${text}`),
    )
    expect(sample.filter(({ at, text }) => !notes.has(`${at} ${text}`))).toEqual([])
    expect(sample.length).toBe(100)
  })
})
