import { describe, expect, it } from '@jest/globals'
import { execFile } from 'node:child_process'
import { createReadStream, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cli, root } from '../command-line.js'
import { ebcdicOf, segments, written } from './small-file.js'

const EXAMPLE = 'contracts/examples/claims.837'
const folder = mkdtempSync(join(tmpdir(), 'claims-audit-x12-'))
const linesOf = (out: string) =>
  out
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)

/** `claims-audit …` with a file as its stdin, which it can read only once. */
const piped = (args: string[], file: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const command = [join(root, 'apps/cli/bin/claims-audit.js'), ...args]
    const child = execFile(process.execPath, command, { cwd: root }, (error, out) =>
      error ? reject(error) : resolve(out),
    )
    createReadStream(file).pipe(child.stdin as NodeJS.WritableStream)
  })

describe('an X12 file on the command line', () => {
  it('is audited', async () => {
    const { code, out, err } = await cli(['audit', EXAMPLE])
    expect({ code, claims: linesOf(out).map(({ claimId }) => claimId) }).toEqual({
      code: 0,
      claims: ['STAY-1', 'STAY-2', 'STAY-3', 'VISIT-1'],
    })
    expect(err).toMatch(/^X12: 1 interchange, 2 transactions, 4 claims\nnot read, because .*claim CLM\*07 4 ×/)
    // What the page shows is what a reader will see.
    const shown = (await cli(['audit', EXAMPLE, '--format', 'table'])).out
    expect(shown).toMatch(/STAY-2.*472.*drg\.mismatch/)
    expect(readFileSync(join(root, 'docs/x12.md'), 'utf8')).toContain(shown)
    expect(linesOf((await cli(['group', EXAMPLE])).out)).toMatchObject([
      { finalDrg: '552' },
      { finalDrg: '472' },
      {},
      {},
    ])
  })

  it('is rejected by its places, and ends with 1', async () => {
    const { code, out, err } = await cli(['audit', 'contracts/examples/rejected.837'])
    expect(code).toBe(1)
    const nothing = { outcome: 'rejected', interchange: 1, pointer: null }
    expect(linesOf(out)).toMatchObject([
      {
        ...nothing,
        transaction: 1,
        segment: 75,
        id: 'SE',
        element: 2,
        claims: 3,
        reason: 'control-number',
        keyword: null,
      },
      { ...nothing, transaction: 2, claim: 1, segment: 19, id: 'HI', element: 1, reason: 'icd-9', keyword: 'BK' },
      { claimId: 'VISIT-1' },
    ])
    expect(err).toContain('3 transactions (1 refused), 5 claims (4 refused)')
  })

  it('is converted to what gives the same results, refusals apart', async () => {
    const report = join(folder, 'report.json')
    const converted = await cli(['convert', EXAMPLE, '--report', report])
    const json = join(folder, 'claims.jsonl')
    writeFileSync(json, converted.out)
    expect((await cli(['audit', json])).out).toBe((await cli(['audit', EXAMPLE])).out)
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
      transactions: 2,
      claims: 4,
      presentOnAdmission: 5,
    })
    const rejected = await cli(['convert', 'contracts/examples/rejected.837'])
    expect(linesOf(rejected.out).map(({ claimId }) => claimId)).toEqual(['VISIT-1'])
    expect(linesOf(rejected.err).map(({ reason }) => reason)).toEqual(['control-number', 'icd-9'])
  })

  it('is known by its content, whatever its name, also from stdin', async () => {
    const file = join(folder, 'claims.json')
    writeFileSync(file, ebcdicOf(written(segments()).toString('latin1')))
    expect(linesOf((await cli(['convert', file])).out)).toMatchObject([{ claimId: 'A-1', dischargeDate: '2026-01-09' }])
    const big = join(folder, 'big')
    writeFileSync(big, Buffer.concat(Array.from({ length: 300 }, () => written(segments()))))
    expect(linesOf(await piped(['convert', '-'], big))).toHaveLength(300)
    expect(linesOf(await piped(['convert', '-'], 'contracts/examples/claims.jsonl')).length).toBeGreaterThan(10)
  })

  it('is rejected where a claim lacks what every claim needs, and counted', async () => {
    const file = join(folder, 'no-birth-date.837')
    writeFileSync(file, written(segments().filter((segment) => !segment.startsWith('DMG'))))
    const { code, out, err } = await cli(['audit', file])
    expect({ code, lines: linesOf(out) }).toMatchObject({
      code: 1,
      lines: [{ transaction: 1, claim: 1, id: 'CLM', reason: 'schema', pointer: '/patient/birthDate' }],
    })
    expect(err).toContain('1 claim (1 refused)')
  })
})
