import { describe, expect, it } from '@jest/globals'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cli } from '../../../test/command-line.js'

/** All but line feeds that a terminal acts upon. */
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u
const HOSTILE = '\u001b[2J\u009b2J\u202e'
const claim = {
  claimId: 'C-1',
  claimType: 'institutional-inpatient',
  patient: { ageInYears: 64, sex: 'F' },
  admissionDate: '2026-01-04',
  dischargeDate: '2026-01-09',
  diagnoses: [
    { role: 'principal', code: `M43${HOSTILE}` },
    { role: 'secondary', code: 'M43.02' },
  ],
  documents: [{ id: HOSTILE, type: 'other', text: `No spondylolysis. ${HOSTILE}` }],
}
const folder = mkdtempSync(join(tmpdir(), 'output-'))
const file = join(folder, 'claims.jsonl')
writeFileSync(file, JSON.stringify(claim))

describe('what the command line prints of a hostile claim', () => {
  it.each(['jsonl', 'table', 'csv'])('does nothing to a terminal: %s', async (format) => {
    const { code, out } = await cli(['audit', file, '--format', format])
    expect(code).toBe(0)
    expect(out).toContain('\\u009b')
    expect(out).not.toMatch(CONTROLS)
  })

  it('is as it was for programs, which digest it', async () => {
    const { out } = await cli(['audit', file, '--piped'])
    expect(out).toContain('\u009b')
  })

  it('names files and arguments likewise', async () => {
    const { code, err } = await cli(['audit', join(folder, HOSTILE)])
    expect([code, err]).toEqual([2, `claims-audit: ${join(folder, '\\u001b[2J\\u009b2J\\u202e')}: no such file\n`])
    expect((await cli(['audit', file, '--format', HOSTILE])).err).not.toMatch(CONTROLS)
  })
})
