import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { appendFile, cp, mkdir, readFile, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { VOIDED } from '@claims-audit/contracts'
import type { Outgoing } from '@claims-audit/event-log'
import { changed } from '../../../test/x12/small-file.js'
import { Bench, example } from '../testing/bench.js'
import { zipOf } from '../testing/zip-of.js'

let bench: Bench
const x12 = await example('claims.837')
/** Claims that name no tenant. */
const claimLines = (await example('claims.jsonl'))
  .toString()
  .trim()
  .split('\n')
  .map((line) => `${JSON.stringify({ ...(JSON.parse(line) as object), tenant: undefined })}\n`)
  .join('')

beforeEach(async () => void (bench = await Bench.open()))
afterEach(() => bench.close())

const endings = async (): Promise<string[]> => (await bench.in('out')).map((name) => name.replace(/^[0-9a-f]{8}-/, ''))

describe('a file of a submitter', () => {
  it('that is X12 is published for its tenant, answered by 999 and 277CA, and moved to done', async () => {
    await bench.put('claims.837', x12)
    bench.start()
    expect(await bench.next()).toEqual({ outcome: 'done', accepted: 4, refused: 0, faults: [] })
    expect(bench.sent.map(({ key }) => String(key))).toEqual([
      'north:STAY-1',
      'north:STAY-2',
      'north:STAY-3',
      'north:VISIT-1',
    ])
    expect(await endings()).toEqual(['claims.837.277CA', 'claims.837.999', 'claims.837.jsonl'])
    expect((await bench.answer('.999')).match(/IK5\*A/g)).toHaveLength(2)
    expect((await bench.answer('.277CA')).match(/STC\*A1:20\*\d+\*WQ\*\d+~\nREF\*1K/g)).toHaveLength(4)
    const lines = (await bench.answer('.jsonl')).trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(bench.sent.map(({ id }) => id))
    expect([await bench.in('in'), await bench.in('work'), (await bench.in('done')).length]).toEqual([[], [], 1])
  })

  it('that voids a claim is accepted, and says no more of it than which claim is void', async () => {
    await bench.put('void.837', changed(['11:A:1', '11:A:8'], [/^HI.*/, 'PWK*OZ*BM']))
    bench.start()
    expect(await bench.next()).toMatchObject({ outcome: 'done', accepted: 1, refused: 0 })
    expect((await bench.answer('.277CA')).match(/STC\*A1:20\*\d+\*WQ\*\d+~\nREF\*1K/g)).toHaveLength(1)
    const [{ type, key, value }] = bench.sent as [Outgoing]
    expect([type, key]).toEqual([VOIDED, 'north:A-1'])
    expect(JSON.parse(String(value))).toEqual({
      ...{ tenant: 'north', claimId: 'A-1', version: 1 },
      billDigest: expect.stringMatching(/^sha256:/),
    })
  })

  it('may hold voids among other claims: a CloudEvent, or a FHIR claim that was cancelled', async () => {
    const event = { specversion: '1.0', id: 'own', source: '/his', type: VOIDED, data: { claimId: 'A-1', version: 2 } }
    await bench.put('voids.jsonl', `${claimLines}${JSON.stringify(event)}\n`)
    await bench.put('voids.json', String(await example('claims.fhir.json')).replaceAll('"active"', '"cancelled"'))
    bench.start()
    expect([await bench.next(), await bench.next()]).toMatchObject([{ refused: 0 }, { refused: 0 }])
    const voids = bench.sent.filter(({ type }) => type === VOIDED)
    expect(voids).toHaveLength(3)
    expect(voids.map(({ key }) => key)).toContain('north:A-1')
    expect(voids.find(({ key }) => key === 'north:A-1')?.id).toBe('own')
  })

  it('that is JSON lines is answered line by line; a line of another tenant is refused', async () => {
    const foreign = { ...(JSON.parse(claimLines.split('\n')[0] ?? '') as object), tenant: 'south' }
    await bench.put('claims.jsonl', `${claimLines}${JSON.stringify(foreign)}\n{"claimId":1}\n`)
    bench.start()
    const { outcome, accepted, refused } = await bench.next()
    expect([outcome, accepted, refused]).toEqual(['done', bench.sent.length, 2])
    const answers = (await bench.answer('.jsonl')).trim().split('\n')
    expect(answers).toHaveLength(accepted + refused)
    expect(answers.at(-2)).toContain('"code":"tenant"')
  })

  it('that is FHIR is answered by an OperationOutcome', async () => {
    await bench.put('claims.json', await example('claims.fhir.json'))
    bench.start()
    const { accepted } = await bench.next()
    const outcome = JSON.parse(await bench.answer('OperationOutcome.json')) as { issue: { diagnostics: string }[] }
    expect(outcome.issue.map(({ diagnostics }) => diagnostics)).toEqual(bench.sent.map(({ id }) => id))
    expect(accepted).toBe(bench.sent.length)
  })

  it('whose transaction is broken has the others published', async () => {
    await bench.put('claims.837', x12.toString().replace(/SE\*\d+\*0002/, 'SE*9*0003'))
    bench.start()
    expect(await bench.next()).toMatchObject({ outcome: 'done', accepted: 3, refused: 1 })
    expect((await bench.answer('.999')).match(/IK5\*[AR]/g)).toEqual(['IK5*A', 'IK5*R'])
    expect(await bench.answer('.277CA')).not.toContain('VISIT-1')
  })

  it('whose bytes came before, under another name or packed, has the same answers, and is not published again', async () => {
    await bench.put('a.837', x12)
    bench.start()
    await bench.next()
    const first = await Promise.all(['.999', '.277CA', '.jsonl'].map((each) => bench.answer(`a.837${each}`)))
    await bench.put('b.gz', gzipSync(x12))
    expect((await bench.next()).outcome).toBe('duplicate')
    expect(bench.sent).toHaveLength(4)
    expect(await Promise.all(['.999', '.277CA', '.jsonl'].map((each) => bench.answer(`b.gz${each}`)))).toEqual(first)
  })

  it('with a marker is taken though its content has no end, and the marker goes', async () => {
    await bench.stop()
    await bench.put('cut.837', x12.subarray(0, 1_500))
    await bench.put('cut.837.done', '')
    bench.start()
    expect(await bench.next()).toMatchObject({ outcome: 'error', accepted: 0 })
    expect(await bench.answer('.999')).toContain('TA1*000000001*260112*0730*E*023')
    expect(await bench.in('in')).toEqual([])
  })

  it('that is a zip has each file in it read, and one that is damaged refused by itself', async () => {
    const zip = zipOf([
      ['../../outside.837', x12],
      ['/etc/claims.jsonl', Buffer.from(claimLines)],
      ['nested.gz', gzipSync(x12)],
      ['damaged.837', x12, { isDamaged: true }],
    ])
    await bench.put('all.zip', zip)
    bench.start()
    expect(await bench.next()).toMatchObject({ outcome: 'done', faults: ['nested', 'archive'] })
    expect(await endings()).toEqual([
      'all.zip.1.277CA',
      'all.zip.1.999',
      'all.zip.1.jsonl',
      'all.zip.2.jsonl',
      'all.zip.3.jsonl',
      'all.zip.4.jsonl',
    ])
  })
})

describe('what is refused', () => {
  it.each([
    ['type', 'report.pdf', Buffer.from('%PDF-1.7 nothing of ours')],
    ['too-large', 'bomb.gz', gzipSync(Buffer.alloc(60_000_000, '{ '))],
    ['archive', 'cut.gz', gzipSync(x12).subarray(0, 300)],
    ['archive', 'cut.zip', zipOf([['a.837', x12]]).subarray(0, 300)],
    ['too-many-entries', 'many.zip', zipOf(Array.from({ length: 1_001 }, (_, at) => [`${at}`, Buffer.from('{}')]))],
  ])('says %s of %s', async (fault, name, content) => {
    await bench.put(name, content)
    await bench.put(`${name}.done`, '')
    bench.start()
    expect(await bench.next()).toEqual({ outcome: 'error', accepted: 0, refused: 0, faults: [fault] })
    expect(bench.sent).toEqual([])
    expect((await bench.in('error')).map((each) => each.slice(9))).toEqual([name])
    expect(await bench.answer('.jsonl')).toContain(`"code":"${fault}"`)
  })

  it('is never what a link leads to', async () => {
    const outside = `${bench.folder}/secret.837`
    await writeFile(outside, x12)
    await symlink(outside, bench.at('in', 'link.837'))
    bench.start()
    expect(await bench.next()).toMatchObject({ outcome: 'error', faults: ['not-a-file'] })
    expect(await readFile(outside)).toEqual(x12)
    expect(bench.sent).toEqual([])
  })

  it('is a file that never ends, once it has stopped growing', async () => {
    await bench.put('cut.837', x12.subarray(0, 1_500))
    bench.start()
    expect(await bench.next()).toMatchObject({ outcome: 'error', faults: ['unfinished'] })
  })
})

describe('odd names', () => {
  it.each([['line\nbreak and blanks.837'], ['-rf.837'], ['ä'.repeat(120)], ['quote\'"$(x).837']])(
    '%j is a name like others',
    async (name) => {
      await bench.put(name, x12)
      bench.start()
      expect(await bench.next()).toMatchObject({ outcome: 'done', accepted: 4 })
      for (const each of await bench.in('out')) expect(each).toMatch(/^[\w.-]{1,160}$/)
    },
  )

  it('may be no UTF-8', async () => {
    const name = Buffer.concat([Buffer.from(`${bench.at('in')}/`), Buffer.from([0x66, 0xff, 0xfe])])
    await writeFile(name, x12)
    bench.start()
    expect(await bench.next()).toMatchObject({ outcome: 'done', accepted: 4 })
  })

  it('of unfinished uploads, hidden files and folders are left alone', async () => {
    await bench.put('a.837.part', x12)
    await bench.put('.b.837', x12)
    await mkdir(bench.at('in', 'folder'))
    await bench.put('c.837', x12)
    bench.start()
    await bench.next()
    expect(await bench.in('in')).toEqual(['.b.837', 'a.837.part', 'folder'])
  })
})

describe('several processes', () => {
  it('never take the same file', async () => {
    const other = await Bench.open({ folder: bench.folder })
    const files = Array.from({ length: 20 }, (_, at) => x12.toString().replaceAll('STAY-', `S${at}-`))
    for (const [at, content] of files.entries()) await bench.put(`${at}.837`, content)
    bench.start()
    other.start()
    const outcomes: unknown[] = []
    const all = new Promise<void>((resolve) => {
      const count = (each: Bench): void =>
        void each.next().then((outcome) => {
          outcomes.push(outcome)
          if (outcomes.length === files.length) resolve()
          else count(each)
        })
      count(bench)
      count(other)
    })
    await all
    await other.close()
    const ids = [...bench.sent, ...other.sent].map(({ id }) => id)
    expect([ids.length, new Set(ids).size]).toEqual([80, 80])
    expect((await bench.in('out')).filter((name) => name.endsWith('.999'))).toHaveLength(20)
  })
})

describe('a disk or a log that fails', () => {
  it('is waited for, and the file is read from where it was', async () => {
    let failures = 2
    const sent: string[] = []
    const flaky = await Bench.open({
      folder: bench.folder,
      publisher: {
        send: (events) => {
          if (failures-- > 0) return Promise.reject(new Error('not now'))
          sent.push(...events.map(({ id }) => id))
          return Promise.resolve()
        },
      },
    })
    await bench.put('a.837', x12)
    flaky.start()
    expect(await flaky.next()).toMatchObject({ outcome: 'done', accepted: 4 })
    expect([sent.length, failures]).toEqual([4, -1])
    await flaky.close()
  })

  it('is waited for where nothing can be written', async () => {
    const warned = Promise.withResolvers<void>()
    const barred = await Bench.open({
      folder: bench.folder,
      log: { info: () => undefined, warn: () => warned.resolve() },
    })
    await barred.put('a.837', x12)
    await writeFile(barred.at('out'), 'a file where a folder should be')
    barred.start()
    await warned.promise
    await rm(barred.at('out'))
    expect(await barred.next()).toMatchObject({ outcome: 'done', accepted: 4 })
    await barred.close()
  })
})

describe('a process that ends in the middle of a file', () => {
  const CLAIMS = 1_600
  const long = x12
    .toString()
    .replace(/(HL\*\d+\*1\*22\*0~[^]*?)(?=SE\*)/, (levels) =>
      Array.from({ length: CLAIMS / 4 }, (_, at) =>
        levels.replaceAll('STAY-', `S${at}-`).replaceAll('VISIT-', `V${at}-`),
      ).join(''),
    )

  /**
   * A bench whose log takes so many batches and no more, once it has been given the next, which it refuses when it is
   * told to.
   */
  async function broken(batches: number): Promise<{ bench: Bench; sent: string[]; refuse: () => void }> {
    const sent: string[] = []
    const reached = Promise.withResolvers<void>()
    const refused = Promise.withResolvers<void>()
    let left = batches
    const send = (events: readonly Outgoing[]): Promise<void> => {
      if (left-- > 0) return Promise.resolve(void sent.push(...events.map(({ id }) => id)))
      reached.resolve()
      return refused.promise
    }
    const bench = await Bench.open({ publisher: { send } })
    await bench.put('long.837', long)
    bench.start()
    await reached.promise
    return { bench, sent, refuse: () => refused.reject(new Error('not now')) }
  }

  it('goes on from its last batch after a stop', async () => {
    const { bench: first, sent, refuse } = await broken(2)
    refuse()
    await first.stop()
    const second = await Bench.open({ folder: first.folder })
    second.start()
    expect(await second.next()).toMatchObject({ outcome: 'done' })
    const all = [...sent, ...second.sent.map(({ id }) => id)]
    expect(sent.length).toBeGreaterThan(0)
    expect(new Set(all).size).toBe(all.length)
    expect((await second.answer('.jsonl')).match(/accepted/g)).toHaveLength(all.length)
    await second.close()
    await first.close()
  })

  it('is followed by another process once its lease is over, and its last line may be torn', async () => {
    const { bench: died, sent, refuse } = await broken(2)
    const { folder } = bench
    // While it waits for the log, it changes no file but its lease: this is what a kill would leave.
    await cp(died.folder, folder, { recursive: true, preserveTimestamps: true })
    refuse()
    await died.close()
    const work = join(folder, 'north', 'work')
    const [job = ''] = await readdir(work)
    await appendFile(join(work, job, 'part-0', 'claims.jsonl'), '{"at":{"interchange":1')
    await utimes(join(work, job, 'lease'), 0, 0)
    const heir = await Bench.open({ folder })
    heir.start()
    expect(await heir.next()).toMatchObject({ outcome: 'done' })
    const all = [...sent, ...heir.sent.map(({ id }) => id)]
    expect(new Set(all).size).toBe(all.length)
    expect(await heir.in('work')).toEqual([])
    await heir.close()
  })
})
