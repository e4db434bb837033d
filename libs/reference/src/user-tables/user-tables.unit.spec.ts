import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { readUserTables } from './read-user-tables.js'
import { openCodeSets } from '../reference.js'
import { parseCsv } from '../csv/read-csv.js'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'user-tables-'))
})
const file = (text: string): string => {
  const path = join(directory, 'table')
  writeFileSync(path, text)
  return path
}

const readPoaExempt = (of: string) => readUserTables({ poaExempt: of }).poaExempt
const readCoverage = (of: string) => readUserTables({ coverage: of }).coverage

describe('a list of exempt codes', () => {
  it.each([
    ['a code a line', 'B90.0\nQA0.0109\nZ79.4\n'],
    [
      'numbered and described, separated by tabs, under a heading',
      '\uFEFFOrder\tICD-10-CM code\tDescription\r\n1\tB90.0\tSequelae of one thing\r\n2\tZ794\tUse of another\r\n',
    ],
    ['quoted CSV', 'code,description\n"B90.0","one, and more"\nZ79.4,other\n'],
  ])('is read with %s', (_, text) => {
    const list = readPoaExempt(file(text))
    expect([list?.has('B900'), list?.has('z79.4'), list?.has('M43.02')]).toEqual([true, true, false])
    expect(readPoaExempt(file('Z79.4\nB90.0'))?.digest).toBe(readPoaExempt(file('B90.0\nZ79.4'))?.digest)
  })

  it('is refused where it holds no code, or loses them on the way', () => {
    expect(() => readPoaExempt(file('nothing\nhere'))).toThrow('no ICD-10-CM code in it')
    expect(() => readPoaExempt(file('B90.0\nZ79.4\nand so on'))).toThrow(/line 3: no ICD-10-CM code/)
  })
})

describe('a coverage table', () => {
  it('links procedures to diagnoses, from a day to a day', () => {
    const coverage = readCoverage(
      file('procedure,diagnosis,from,to\n22551,m43.0-,2026-01-01,\nl0172,M43.02,,2026-06-30\n'),
    )
    expect(coverage?.diagnosesFor('22551', '2026-01-01')).toEqual(['M43.0-'])
    expect(coverage?.diagnosesFor('22551', '2025-12-31')).toBeUndefined()
    expect(coverage?.diagnosesFor('L0172', '2026-06-30')).toEqual(['M43.02'])
    expect(coverage?.diagnosesFor('L0172', '2026-07-01')).toBeUndefined()
  })

  it.each([
    ['procedure,diagnosis\n', 'line 1: the header must be procedure,diagnosis,from,to'],
    ['no "table', 'table: malformed CSV at character 0'],
    ['procedure,diagnosis,from,to\n22551,M43.02\n', 'line 2: 2 fields, not 4'],
    ['procedure,diagnosis,from,to\n22551,neck,,\n', 'line 2: diagnosis must be a code'],
    ['procedure,diagnosis,from,to\n225,M43.02,,\n', 'line 2: procedure must be'],
    ['procedure,diagnosis,from,to\n22551,M43.02,2026-02-30,\n', 'line 2: from and to must be days'],
    ['procedure,diagnosis,from,to\n22551,M43.02,2026-02-02,2026-02-01\n', 'line 2: from is after to'],
  ])('is refused with its line: %j', (text, message) => {
    expect(() => readCoverage(file(text))).toThrow(message)
  })

  it('ships as an example for M43.02, with codes that exist', () => {
    const example = new URL('../../../../contracts/examples/coverage.csv', import.meta.url)
    expect(readCoverage(fileURLToPath(example))?.diagnosesFor('22551', '2026-01-09')).toContain('M43.02')
    const [, ...rows] = parseCsv(readFileSync(example, 'utf8'))
    expect(
      rows.filter(
        ([, diagnosis = '']) =>
          openCodeSets().diagnosis(diagnosis.replace('-', '').replace(/\.$/, ''), '2026-01-09') === undefined,
      ),
    ).toEqual([])
  })
})
