import { describe, expect, it } from '@jest/globals'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readClaims } from './read-claims.js'

const folder = mkdtempSync(join(tmpdir(), 'claims-'))
const claim = {
  claimId: 'C-1',
  claimType: 'institutional-inpatient',
  patient: { ageInYears: 64, sex: 'F' },
  admissionDate: '2026-01-04',
  diagnoses: [{ role: 'principal', code: 'M43.02' }],
}
const good = JSON.stringify(claim)
const broken = JSON.stringify({ ...claim, coder: 'é' })

async function read(text: string): Promise<[number, string][]> {
  const file = join(folder, 'claims')
  writeFileSync(file, Buffer.from(text, 'latin1'))
  const found: [number, string][] = []
  for await (const input of readClaims(file))
    found.push([(input.at as { line: number }).line, 'claim' in input ? input.claim.claimId : input.rejected.code])
  return found
}

describe('a file of claims that is not UTF-8 all over', () => {
  it('loses the lines that are not, and no other', async () => {
    expect(await read(`${good}\n${broken}\n${good}\n`)).toEqual([
      [1, 'C-1'],
      [2, 'not-utf-8'],
      [3, 'C-1'],
    ])
    expect(await read(`${broken}\n${good}\n`)).toEqual([
      [1, 'not-utf-8'],
      [2, 'C-1'],
    ])
  })

  it('is no JSON document: it is refused by the lines at fault', async () => {
    expect(await read(`[\n${good},\n${broken}\n]`)).toEqual([[3, 'not-utf-8']])
  })
})

describe('what is no file of claims', () => {
  it.each([
    ['a PDF', '%PDF-1.7\n%âãÏÓ\n1 0 obj'],
    ['gzip', '\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03claims'],
    ['a zip archive', 'PK\x03\x04\x14\x00\x00\x00\x08\x00claims.837'],
    ['an Office document', 'PK\x03\x04\x14\x00\x06\x00\x08\x00[Content_Types].xml'],
    ['a PNG', '\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR'],
  ])('is called what it is: %s', async (kind, text) => {
    await expect(read(text)).rejects.toThrow(`this is ${kind}`)
  })

  it('may be empty', async () => {
    await expect(read('')).rejects.toThrow('the file is empty')
    await expect(read(' \r\n\n')).rejects.toThrow('the file is empty')
  })
})
