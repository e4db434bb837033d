import { afterAll, describe, expect, it } from '@jest/globals'
import { isTransient } from '@claims-audit/event-log'
import { denseClaim } from '../../../test/e2e/synthetic-claims.js'
import { judgeEvent } from './judge-event.js'
import { LongAudits } from './long-audits.js'
import type { LongAuditsOptions } from './long-audits.js'
import { openKnowledge } from '@claims-audit/reference'

const knowledge = openKnowledge()
const opened: LongAudits[] = []
afterAll(() => Promise.all(opened.map((audits) => audits.close())))

function open(o: LongAuditsOptions = {}): LongAudits {
  const audits = new LongAudits(o)
  opened.push(audits)
  return audits
}

const event = (bytes: number, seed = 8): Buffer => Buffer.from(JSON.stringify(denseClaim(bytes, seed, 'long')))
const LONG = event(400_000)
/** One sentence of 3.9 MB: what is read of it at once is more than a small heap holds. */
const ENDLESS = JSON.stringify({
  ...denseClaim(1_000, 8, 'long'),
  documents: [{ id: 'D1', type: 'progress-note', text: 'weakness, numbness, tingling, '.repeat(130_000) }],
})
const timeout = { rejected: { code: 'audit-timeout', pointer: null, keyword: '1 ms' } }

describe('an audit that is long', () => {
  it('gives the same bytes in the thread as on the event loop, whole or in part, and refuses the same', async () => {
    const audits = open()
    for (const task of ['validate', 'audit'] as const) {
      const judging = audits[task](LONG)
      expect(judging).toBeInstanceOf(Promise)
      expect(JSON.stringify(await judging)).toBe(JSON.stringify(judgeEvent(task, { value: LONG }, knowledge)))
    }
    expect(await audits.validate(`{"padding":"${'x'.repeat(400_000)}"}`)).toMatchObject({
      rejected: { code: 'schema' },
      others: expect.anything(),
    })
    expect(await audits.validate(LONG, { type: 'claims.submitted.v9' })).toMatchObject({
      rejected: { code: 'unknown-type' },
    })
  })

  it('gives a result that its topic takes, however often the note says what a rule quotes', async () => {
    const claim = denseClaim(1_000, 8, 'long')
    const diagnoses = [{ role: 'principal' as const, code: 'M43.02', poa: 'Y' }]
    const text = 'Cervical myelopathy and left arm weakness at C6. '.repeat(45_000)
    const judged = await open().validate(
      JSON.stringify({ ...claim, diagnoses, documents: [{ id: 'D1', type: 'progress-note', text }] }),
    )
    expect(judged).toHaveProperty('validated.findings.0')
    expect(JSON.stringify(judged).length).toBeLessThan(2_000_000)
  })

  it('leaves the event loop free', async () => {
    const audits = open()
    let turns = 0
    const counting = setInterval(() => (turns += 1), 1)
    await audits.validate(event(2_000_000))
    clearInterval(counting)
    // The audit alone is several hundred milliseconds.
    expect(turns).toBeGreaterThan(20)
  })

  it('is short where the event is small, or too large to be read: no thread is asked', () => {
    const audits = open()
    expect(audits.validate(event(20_000))).not.toBeInstanceOf(Promise)
    expect(audits.validate(null)).toMatchObject({ rejected: { code: 'empty' } })
    expect(audits.audit(Buffer.alloc(5_000_000))).toMatchObject({ rejected: { code: 'too-large' } })
  })

  it('is refused once its budget is used up, and the next is audited by a new thread', async () => {
    const hurried = open({ budgetMs: 1 })
    expect(await hurried.validate(LONG)).toEqual(timeout)
    expect(await hurried.audit(LONG)).toEqual(timeout)
  })

  it('is refused where the thread runs out of memory, and the next is audited by a new thread', async () => {
    const audits = open({ memoryMb: 80 })
    expect(await audits.validate(ENDLESS)).toEqual({
      rejected: { code: 'audit-crash', pointer: null, keyword: 'ERR_WORKER_OUT_OF_MEMORY' },
    })
    expect(await audits.validate(event(300_000))).toHaveProperty('validated')
  })

  it('waits its turn, of as many as may wait', async () => {
    const audits = open({ mostAtOnce: 2 })
    const both = [audits.validate(LONG), audits.validate(LONG)]
    const refused = await Promise.resolve(audits.validate(LONG)).catch((error: unknown) => error)
    expect(isTransient(refused)).toBe(true)
    expect(await Promise.all(both)).toEqual([
      expect.objectContaining({ validated: expect.anything() }),
      expect.objectContaining({ validated: expect.anything() }),
    ])
    expect(await audits.validate(LONG)).toHaveProperty('validated')
  })

  it('is no claim’s fault when the process ends over it', async () => {
    const audits = open()
    const judging = Promise.resolve(audits.validate(LONG)).catch((error: unknown) => error)
    await audits.close()
    expect(isTransient(await judging)).toBe(true)
  })
})
