import { describe, expect, it } from '@jest/globals'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Sender } from '../../examples/sender/typescript/sender.js'
import { SENDER_CASES } from './cases.js'
import type { Outcome, SenderCase } from './cases.js'

function outcomeOf({ claims, corrections, later = [] }: SenderCase): Outcome {
  const sender = new Sender(':memory:')
  try {
    for (const claim of claims) sender.submit(claim)
    const taken = corrections.map((correction, at) => {
      if (at === 1) for (const claim of later) sender.submit(claim)
      return sender.take(correction)
    })
    const kept = claims.map(({ tenant, claimId }) => sender.claim(tenant, claimId))
    return {
      taken,
      versions: kept.map((claim) => claim?.version ?? 0),
      codes: kept.map((claim) => (claim?.diagnoses ?? []).map(({ code }) => code)),
      tasks: sender.tasks().map(({ kind }) => kind),
      unsent: sender.unsent().map(({ version }) => version),
    }
  } finally {
    sender.close()
  }
}

describe('the example of a sender in TypeScript', () => {
  it.each(SENDER_CASES)('$name', (each) => expect(outcomeOf(each)).toEqual(each.want))

  it('numbers the codes again, and bills the MS-DRG that the change leads to', () => {
    const [{ claims, corrections }] = SENDER_CASES as [SenderCase]
    const sender = new Sender(':memory:')
    for (const claim of claims) sender.submit(claim)
    for (const correction of corrections) sender.take({ ...correction, drgAfter: '551' })
    expect(sender.claim('hospital', 'A-1')).toMatchObject({
      billedDrg: '551',
      diagnoses: [{ sequence: 1, poa: 'Y' }, { sequence: 2 }, { sequence: 3 }],
    })
    sender.close()
  })

  it('keeps what is to be sent until it is sent, also over a restart', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'sender-')), 'store.sqlite')
    const [{ claims, corrections }] = SENDER_CASES as [SenderCase]
    const before = new Sender(path)
    for (const claim of claims) before.submit(claim)
    for (const claim of before.unsent()) before.sent(claim)
    for (const correction of corrections) before.take(correction)
    before.close()
    const after = new Sender(path)
    expect(after.unsent()).toMatchObject([{ claimId: 'A-1', version: 2 }])
    expect(corrections.map((correction) => after.take(correction))).toEqual(['repeated'])
    for (const claim of after.unsent()) after.sent(claim)
    expect(after.unsent()).toEqual([])
    after.close()
  })
})

const hasPython = spawnSync('python3', ['--version']).status === 0
;(hasPython ? describe : describe.skip)('the example of a sender in Python', () => {
  it('does the same', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sender-')), 'cases.json')
    writeFileSync(file, JSON.stringify(SENDER_CASES))
    const script = join(import.meta.dirname, 'run_cases.py')
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' }
    const outcomes = JSON.parse(execFileSync('python3', [script, file], { env, encoding: 'utf8' })) as Outcome[]
    expect(outcomes).toEqual(SENDER_CASES.map(({ want }) => want))
  })
})
