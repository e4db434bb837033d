import { describe, expect, it } from '@jest/globals'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Correction } from '@claims-audit/contracts'
import { nameUuids } from '@claims-audit/contracts'
import { cli, root } from '../command-line.js'

const EXAMPLE = 'contracts/examples/claims.837'
const folder = mkdtempSync(join(tmpdir(), 'claims-audit-x12-'))
const before = readFileSync(join(root, EXAMPLE), 'utf8')
const idOf = nameUuids('3d1c4f0a-5b7e-4c39-9f5e-8a1d2b6c7e90')

/** An agreed change of STAY-2's principal diagnosis, with what a test says otherwise. */
const correction = (more: Partial<Correction> = {}): Correction => ({
  correctionId: idOf(`change ${more.sequence ?? 1}`),
  sequence: 1,
  tenant: 'hospital',
  claimId: 'STAY-2',
  expectedClaimVersion: 1,
  revision: 0,
  kind: 'code-change',
  changes: { add: [], remove: [], replace: [{ from: 'M43.02', to: 'M43.12' }] },
  query: null,
  findingIds: [],
  evidence: [],
  drgBefore: '472',
  drgAfter: '472',
  ruleSet: 'sha256:0',
  decidedBy: 'auditor',
  supersedes: null,
  ...more,
})
const withdrawn = correction({
  kind: 'withdraw',
  correctionId: idOf('withdrawal'),
  sequence: 2,
  changes: { add: [], remove: [], replace: [] },
  supersedes: correction().correctionId,
})

/** What the command prints of the example, with these lines as corrections. */
function correct(lines: unknown[], ...more: string[]): ReturnType<typeof cli> {
  const file = join(folder, 'corrections.jsonl')
  writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'))
  return cli(['correct', EXAMPLE, '--corrections', file, ...more])
}

const differing = (out: string): string[] => {
  const known = new Set(before.split('\n'))
  return out.split('\n').filter((line) => !known.has(line))
}

describe('claims-audit correct', () => {
  it('prints the file with the agreed codes, and with the MS-DRG that they group to', async () => {
    const { code, out, err } = await correct([correction()])
    expect({ code, err, differing: differing(out) }).toEqual({
      code: 0,
      err: '1 of 1 claims changed\n',
      differing: ['HI*ABK:M4312:::::::Y~', 'HI*DR:472~'],
    })
  })

  it('takes each correction once, and as an event', async () => {
    const { out } = await correct([{ specversion: '1.0', data: correction() }, correction()])
    expect(differing(out)).toHaveLength(2)
  })

  it.each([
    ['withdrawn', [correction(), withdrawn], '0 of 0 claims changed\n'],
    [
      'of an older version',
      [correction(), correction({ sequence: 3, expectedClaimVersion: 2, kind: 'hold' })],
      '0 of 0 claims changed\n',
    ],
    [
      'agreed to by no person',
      [correction({ decidedBy: 'rule' })],
      '0 of 0 claims changed\nleft out, as no person has agreed to them: 1 code changes\n',
    ],
  ])('leaves out what is %s', async (_, lines, err) => {
    expect(await correct(lines)).toEqual({ code: 0, out: before, err })
  })

  it('says what it could not change, and ends with 1', async () => {
    const other = { add: [], remove: [], replace: [{ from: 'M48.00', to: 'M48.02' }] }
    const { code, out, err } = await correct([
      correction({ changes: other }),
      correction({ claimId: 'ELSEWHERE', sequence: 7 }),
    ])
    expect({ code, out }).toEqual({ code: 1, out: before })
    expect(err).toBe(
      'not changed: STAY-2: a code that is to be changed is not on it; it is not the version that was judged\n' +
        'not changed: ELSEWHERE: the file has no such claim\n0 of 2 claims changed\n',
    )
  })

  it('writes a code once where it is billed already, and keeps the principal diagnosis', async () => {
    const replace = (from: string, to: string) =>
      correction({ changes: { add: [], remove: [], replace: [{ from, to }] } })
    const codesOf = async (...lines: unknown[]) =>
      differing((await correct(lines)).out).filter((each) => /^HI\*AB/.test(each))
    expect(await codesOf(replace('G99.2', 'I10'))).toEqual(['HI*ABF:I10*ABF:Z7901~'])
    expect(await codesOf(replace('M43.02', 'G99.2'))).toEqual(['HI*ABK:G992:::::::Y~', 'HI*ABF:I10*ABF:Z7901~'])
    const both = { add: [], remove: [], replace: ['G99.2', 'I10'].map((from) => ({ from, to: 'G95.20' })) }
    expect(await codesOf(correction({ changes: both }))).toEqual(['HI*ABF:G9520:::::::Y*ABF:Z7901~'])
  })

  it('leaves a claim whose code two corrections change in different ways', async () => {
    const other = correction({
      sequence: 2,
      changes: { add: [], remove: [], replace: [{ from: 'M43.02', to: 'M43.16' }] },
    })
    const { code, out, err } = await correct([correction(), other])
    expect([code, differing(out)]).toEqual([1, []])
    expect(err).toContain('STAY-2: two corrections change the same code in different ways')
  })

  it('calls a file without SE unfinished', async () => {
    const file = join(folder, 'cut.837')
    writeFileSync(file, before.slice(0, before.indexOf('SE*')))
    const corrections = join(folder, 'corrections.jsonl')
    writeFileSync(corrections, JSON.stringify(correction()))
    const { code, err } = await cli(['correct', file, '--corrections', corrections])
    expect(code).toBe(1)
    expect(err).toContain('STAY-2: the file is unfinished')
  })

  it('prints replacements of the billed claims alone', async () => {
    const billed = join(folder, 'billed.csv')
    writeFileSync(billed, 'STAY-2,ICN 42\nSTAY-1,ICN 43\n')
    const { code, out, err } = await correct([correction()], '--billed', billed, '--control-number', '12')
    expect({ code, err }).toEqual({
      code: 1,
      err: 'not changed: STAY-1: no person has agreed to a code change of it\n1 of 2 claims changed\n',
    })
    expect(out.match(/CLM\*.*/g)).toEqual(['CLM*STAY-2*61500.00***11:A:7**A*Y*Y~'])
    expect(out).toContain('REF*F8*ICN 42~')
    const file = join(folder, 'replacement.837')
    writeFileSync(file, out)
    const read = JSON.parse((await cli(['convert', file])).out) as object
    expect(read).toMatchObject({ claimId: 'STAY-2', frequency: '7', payerClaimNumber: 'ICN 42', billedDrg: '472' })
  })

  it.each([
    ['{"kind":"code-change"}', /line 1: not a correction/],
    ['{', /line 1: not JSON/],
  ])('refuses %s as a correction', async (line, err) => {
    expect(await correct([line])).toMatchObject({ code: 2, err: expect.stringMatching(err) as unknown })
  })

  it('refuses corrections of several tenants, whose claims may have the same ids', async () => {
    const { code, err } = await correct([correction(), correction({ tenant: 'another', sequence: 2 })])
    expect({ code, err }).toEqual({
      code: 2,
      err: 'claims-audit: the corrections are of several tenants: another, hospital\n',
    })
  })
})
