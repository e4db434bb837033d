import { describe, expect, it } from '@jest/globals'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cli, root } from '../command-line.js'
import { diceOf } from '../conformance/dice.js'
import { KINDS, notesFile } from './generate-notes.js'

const EXAMPLE = 'contracts/examples/documents.hl7'
const folder = mkdtempSync(join(tmpdir(), 'claims-audit-notes-'))
const linesOf = (out: string) =>
  out
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)

function written(content: string | Buffer): string {
  const file = join(folder, 'some.file')
  writeFileSync(file, content)
  return file
}

describe('documents on the command line', () => {
  it('are converted, and what they held is told as the page shows', async () => {
    const { code, out, err } = await cli(['convert', EXAMPLE])
    expect({ code, lines: linesOf(out) }).toMatchObject({
      code: 0,
      lines: [
        { encounter: { accountNumber: 'STAY-1' }, documents: [{ id: 'NOTE-1', type: 'progress-note' }] },
        { encounter: { accountNumber: 'STAY-1' }, documents: [{ type: 'radiology-report' }] },
      ],
    })
    expect(readFileSync(join(root, 'docs/documents.md'), 'utf8')).toContain(err.trim())
  })

  it.each(KINDS)('are told by their content: %s', async (kind) => {
    const { code, out } = await cli(['convert', written(notesFile(kind, diceOf(7)))])
    expect(code).toBe(0)
    expect(linesOf(out)[0]).toMatchObject({ documents: [{ text: expect.any(String) }] })
  })

  it('may be JSON of ours, a scribe’s capture among claims', async () => {
    const encounter = { accountNumber: 'STAY-1' }
    const documents = { encounter, documents: [{ id: 'D', type: 'other', text: 'x' }] }
    const capture = { encounter, captureId: 'S-1', signed: true, note: { text: 'y' } }
    const [claim] = readFileSync(join(root, 'contracts/examples/claims.jsonl'), 'utf8').split('\n')
    const lines = [claim, JSON.stringify(documents), JSON.stringify(capture)]
    expect(linesOf((await cli(['convert', written(lines.join('\n'))])).out)).toMatchObject([
      { claimId: expect.any(String) },
      documents,
      { encounter, documents: [{ id: 'S-1', status: 'final', text: 'y' }] },
    ])
  })

  it('are refused by their places, and as claims by name', async () => {
    const broken = written(readFileSync(join(root, EXAMPLE), 'utf8').replace('MDM^T02^MDM_T02', 'ADT^A01'))
    const report = join(folder, 'report.json')
    const { code, out, err } = await cli(['convert', broken, '--report', report])
    expect({ code, read: linesOf(out).length, refused: linesOf(err) }).toMatchObject({
      code: 1,
      read: 1,
      refused: [{ message: 1, segment: 1, id: 'MSH', field: 9, reason: 'message-type', keyword: 'ADT' }],
    })
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
      messages: 2,
      documents: 1,
      refused: 1,
      passedOver: 1,
    })
    const audited = await cli(['audit', EXAMPLE])
    expect(audited.code).toBe(1)
    expect(linesOf(audited.out).map(({ reason }) => reason)).toEqual(['documents-apart', 'documents-apart'])
  })
})
