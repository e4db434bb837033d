import { afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { TOPICS, VOIDED } from '@claims-audit/contracts'
import type { SubmittedClaim, Topic } from '@claims-audit/contracts'
import type { Outgoing } from '@claims-audit/event-log'
import { openLedger } from '@claims-audit/ledger'
import { convertedSubmission, eventIdInFile, submission } from '@claims-audit/submission'
import type { Accepted, Submission, Unnumbered } from '@claims-audit/submission'
import { CLAIM, changed, segments, written } from '../../../test/x12/small-file.js'
import { read837 } from '../../../test/x12/read-837.js'
import { freshLedger } from '../../../test/fresh-database.js'
import { Door, DoorLedger } from './door.js'

let databaseUrl = ''
const ledgers: DoorLedger[] = []

beforeAll(async () => {
  databaseUrl = await freshLedger(process.env['DATABASE_URL'] ?? '', 'door')
})
afterEach(() => Promise.all(ledgers.splice(0).map((each) => each.close())))

interface Opened {
  door: Door
  sent: { claimId: string; version: number; type: string; topic: string; body: string }[]
}

interface Opening {
  failures?: number
  url?: string | null
  topic?: Topic
}

/** A door with a log that takes all, or refuses so many times first. */
function open({ failures = 0, url, topic = TOPICS.submitted }: Opening = {}): Opened {
  const sent: Opened['sent'] = []
  let left = failures
  const send = async (events: readonly Outgoing[]): Promise<void> => {
    if (left-- > 0) throw new Error('not now')
    const named = (value: unknown) => JSON.parse(String(value)) as { claimId: string; version: number }
    sent.push(
      ...events.map(({ value, type, topic: to }) => ({ ...named(value), type, topic: to, body: String(value) })),
    )
  }
  const ledger = url === null ? undefined : new DoorLedger(url ?? databaseUrl, 'test')
  if (ledger !== undefined) ledgers.push(ledger)
  const door = new Door({ publisher: { send }, topic, ledger })
  return { door, sent }
}

const taken = (read: Submission): Accepted => {
  if ('reasons' in read) throw new Error(JSON.stringify(read.reasons))
  return read
}
const SENDER = { traceparent: undefined, tenants: null }

/** The claims of an 837 as a door has them. Its account number is the test's own. */
const claimsIn = (file: Buffer, account: string): Accepted[] =>
  read837(Buffer.from(file.toString().replaceAll('CLM*A-1', `CLM*${account}`))).results.map((result, at) => {
    if ('refused' in result) throw new Error(result.refused.code)
    return taken(convertedSubmission(result.claim, { ...SENDER, tenant: 'north' }, eventIdInFile('00', at)))
  })
const told = ({ sent }: Opened): string[] => sent.map(({ claimId, version }) => `${claimId} ${version}`)
const account = (): string => randomUUID().slice(0, 8)
const bill = (frequency: string, ...words: [RegExp | string, string][]): Buffer =>
  changed(['11:A:1', `11:A:${frequency}`], ...words)

describe('a claim of a format without versions', () => {
  it('keeps its version when it comes again, in whatever file, and gets the next one when it was changed', async () => {
    const id = account()
    const first = open()
    await first.door.send(claimsIn(written(segments()), id))
    const file = written(segments())
      .toString()
      .replace('*260110*1200*', '*260215*0910*')
      .replace('000000101', '000000102')
    await first.door.send(claimsIn(Buffer.from(file.replace('IEA*1*000000101', 'IEA*1*000000102')), id))
    await first.door.send(claimsIn(changed(['ABF:I10', 'ABF:I110']), id))
    const other = open()
    await other.door.send(claimsIn(written(segments()), id))
    expect([told(first), told(other)]).toEqual([[`${id} 1`, `${id} 1`, `${id} 2`], [`${id} 1`]])
  })

  it('that replaces another is its next version: by the account number, or by the payer’s', async () => {
    const [id, another] = [account(), account()]
    const opened = open()
    const ofPayer: [RegExp | string, string] = [/^CL1.*/, `$&~\nREF*F8*ICN-${id}`]
    await opened.door.send(claimsIn(bill('1'), id))
    await opened.door.send(claimsIn(bill('7', ofPayer), id))
    await opened.door.send(claimsIn(bill('7', ofPayer, ['ABF:I10', 'ABF:I110']), another))
    expect(told(opened)).toEqual([`${id} 1`, `${id} 2`, `${id} 3`])
  })

  it('of a stay in parts is one for each part; a replacement finds its part', async () => {
    const id = account()
    const opened = open()
    const later = ['20260104-20260109', '20260109-20260115'] as [string, string]
    await opened.door.send(claimsIn(bill('2'), id))
    await opened.door.send(claimsIn(bill('3', later), id))
    await opened.door.send(claimsIn(bill('7', later), id))
    expect(told(opened)).toEqual([`${id}@2026-01-04 1`, `${id}@2026-01-09 1`, `${id}@2026-01-09 2`])
  })

  it('is voided as its next version, by the account number or by the payer’s; again, it is the same version', async () => {
    const [id, another, unknown] = [account(), account(), account()]
    const opened = open()
    const ofPayer: [RegExp | string, string] = [/^CL1.*/, `$&~\nREF*F8*ICN-${id}`]
    await opened.door.send(claimsIn(bill('1'), id))
    await opened.door.send(claimsIn(bill('7', ofPayer), id))
    await opened.door.send(claimsIn(bill('8', ofPayer), another))
    await opened.door.send(claimsIn(bill('8', ofPayer), another))
    await opened.door.send(claimsIn(bill('1', ['ABF:I10', 'ABF:I110']), id))
    await opened.door.send(claimsIn(bill('8', ofPayer, ['ABF:I10', 'ABF:I110']), id))
    await opened.door.send(claimsIn(bill('8'), unknown))
    const numbers = [1, 2, 3, 3, 4, 5].map((version) => `${id} ${version}`)
    expect(told(opened)).toEqual([...numbers, `${unknown} 1`])
    const types = opened.sent.map(({ type }) => type)
    expect(types.map((type) => type === VOIDED)).toEqual([false, false, true, true, false, true, true])
  })

  it('that is void goes to the audit also where documents come apart, and bills no diagnosis', async () => {
    const id = account()
    const opened = open({ topic: TOPICS.received })
    await opened.door.send(claimsIn(bill('1'), id))
    await opened.door.send(claimsIn(bill('8', [/^HI.*/g, 'PWK*OZ*BM']), id))
    expect(opened.sent.map(({ topic }) => topic)).toEqual([TOPICS.received, TOPICS.submitted])
  })

  it('that an earlier release sent is sent as it was; what differs in what is read since is the next version', async () => {
    const id = account()
    const opened = open()
    const attended = (npi: string): Accepted[] =>
      claimsIn(changed(['LX*1', `NM1*71*1*DOE*ANN****XX*${npi}~\nLX*1`]), id)
    const [claim] = attended('1888888884')
    const { earlier } = claim?.unnumbered ?? {}
    if (claim === undefined || earlier === undefined) throw new Error('no claim')
    // As the earlier release numbered it: by the digest of what it read.
    await opened.door.send([{ ...claim, unnumbered: { ...claim.unnumbered, ...earlier } as Unnumbered }])
    await opened.door.send([claim, ...attended('1888888892'), claim])
    expect(told(opened)).toEqual([1, 1, 2, 1].map((version) => `${id} ${version}`))
    const bodies = opened.sent.map(({ body }) => body)
    expect([bodies[1], bodies[3]]).toEqual([bodies[0], bodies[0]])
    expect(JSON.parse(bodies[2] ?? '')).toMatchObject({ attending: { npi: '1888888892' } })
    expect(bodies[0]).not.toContain('attending')
  })

  it('may hold what Postgres cannot', async () => {
    const id = account()
    const opened = open()
    const [claim] = claimsIn(bill('7'), id)
    const sent = { ...claim?.unnumbered?.sent, payerClaimNumber: 'A\0\ud800' } as SubmittedClaim
    await opened.door.send([taken(convertedSubmission(sent, { ...SENDER, tenant: 'north' }, randomUUID()))])
    expect(told(opened)).toEqual([`${id} 1`])
  })

  it('is at least what FHIR counts, and by its content where that does not rise', async () => {
    const id = account()
    const opened = open()
    const [claim] = claimsIn(written(segments()), id)
    const sent = claim?.unnumbered?.sent
    if (sent === undefined) throw new Error('no claim')
    const counted = (version: number, totalCharge: string): Accepted =>
      taken(convertedSubmission({ ...sent, version, totalCharge }, { ...SENDER, tenant: 'north' }, randomUUID()))
    await opened.door.send([counted(4, '1.00'), counted(5, '1.00'), counted(2, '2.00'), counted(9, '3.00')])
    expect(told(opened)).toEqual([`${id} 4`, `${id} 4`, `${id} 5`, `${id} 9`])
  })
})

describe('a claim that brings its version', () => {
  const own = (version: number): Accepted => {
    const { unnumbered } = claimsIn(written(segments()), 'OWN')[0] ?? {}
    return taken(submission(JSON.stringify({ ...unnumbered?.sent, version }), SENDER, randomUUID()))
  }

  it('keeps it, and needs no database', async () => {
    const opened = open({ url: 'postgres://nobody@127.0.0.1:1/none' })
    await opened.door.send([own(3), own(1)])
    expect(opened.sent.map(({ version }) => version)).toEqual([3, 1])
  })
})

describe('a door that fails', () => {
  const away = 'postgres://nobody@127.0.0.1:1/none'

  it('between a number and its event gives the same number again, and no other content that one', async () => {
    const id = account()
    const failing = open({ failures: 1 })
    await expect(failing.door.send(claimsIn(written(segments()), id))).rejects.toThrow('not now')
    const heir = open()
    await heir.door.send(claimsIn(changed(['ABF:I10', 'ABF:I110']), id))
    await heir.door.send(claimsIn(written(segments()), id))
    expect(told(heir)).toEqual([`${id} 2`, `${id} 1`])
  })

  it('publishes nothing while the database is away, also of claims that need no number', async () => {
    const id = account()
    const opened = open({ url: away })
    const mixed = [...claimsIn(written(segments()), id), ...claimsIn(written(segments({ claim: CLAIM })), `${id}-2`)]
    await expect(opened.door.send(mixed)).rejects.toThrow(/ECONNREFUSED/)
    expect(opened.sent).toEqual([])
  })

  it('beside another one gives the same file the same numbers', async () => {
    const files = Array.from({ length: 30 }, (_, at) =>
      claimsIn(changed(['21500', `${21_500 + (at % 3)}`]), `F-${at % 5}`),
    )
    const both = [open(), open()]
    await Promise.all(both.map(({ door }) => Promise.all(files.map((file) => door.send(file)))))
    const ledger = await openLedger({ databaseUrl, poolSize: 1 })
    const [kept]: { rows: number; highest: number }[] = await ledger.query(
      `select count(*)::int as rows, max(version) as highest from claim_version where claim_id like 'F-_'`,
    )
    await ledger.destroy()
    expect(both.map((each) => new Set(told(each)).size)).toEqual([15, 15])
    expect(kept).toEqual({ rows: 15, highest: 3 })
  })

  it('that has no database sends what it cannot number as the first version', async () => {
    const opened = open({ url: null })
    await opened.door.send([
      ...claimsIn(written(segments()), 'N-1'),
      ...claimsIn(changed(['ABF:I10', 'ABF:I110']), 'N-1'),
    ])
    expect(told(opened)).toEqual(['N-1 undefined', 'N-1 undefined'])
  })
})
