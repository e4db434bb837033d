import { describe, expect, it } from '@jest/globals'
import { mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { VOIDED } from '@claims-audit/contracts'
import { openKnowledge } from '@claims-audit/reference'
import { FileReader } from '../read/file-reader.js'
import { auditEvent } from '@claims-audit/audit'
import type { RunEvent } from '../read/run-event.js'

const knowledge = openKnowledge()
const claim = {
  tenant: 't',
  claimId: 'C-1',
  claimType: 'institutional-outpatient',
  patient: { ageInYears: 64, sex: 'F' },
  diagnoses: [],
  lines: [{ hcpcs: '99213', serviceDate: '2026-01-04' }],
}
const latin1 = Buffer.from(JSON.stringify({ ...claim, coder: 'é' }), 'latin1')
const judged = (value: RunEvent['value']) => auditEvent({ value, key: null }, knowledge, {})

describe('what a run makes of an event', () => {
  it('that is no UTF-8: rejected, alike from a line and from a message, and named', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'lines-')), 'events.jsonl')
    writeFileSync(file, latin1)
    const events: RunEvent[] = []
    const stretch = { kind: 'lines', file: 0, firstLine: 1, from: 0, to: statSync(file).size } as const
    for await (const event of new FileReader([file]).read(stretch)) events.push(event)
    const rejected = { rejected: { code: 'not-utf-8', pointer: null, keyword: null }, tenant: 't', claimId: 'C-1' }
    expect(events.map((event) => auditEvent(event, knowledge, {}))).toEqual([rejected])
    expect(judged(latin1)).toEqual(rejected)
  })

  it('that is a void: skipped, under the name of its claim', () => {
    const value = JSON.stringify({ tenant: 't', claimId: 'C-1', version: 2 })
    const event = { value, key: null, envelope: { type: VOIDED } }
    const skipped = { rejected: { code: 'void', pointer: null, keyword: null }, tenant: 't', claimId: 'C-1' }
    expect(auditEvent(event, knowledge, {})).toEqual(skipped)
    expect(auditEvent(event, knowledge, { claimId: 'C-2' })).toEqual({ filtered: true })
  })

  it('that is a claim without a diagnosis: rejected', () => {
    expect(judged(JSON.stringify(claim))).toMatchObject({ rejected: { code: 'no-diagnosis', pointer: '/diagnoses' } })
  })
})
