import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TOPICS, VOIDED, claimKey } from '@claims-audit/contracts'
import type { AuditResult, Correction, ScreenedClaim, SubmittedClaim } from '@claims-audit/contracts'
import { readAll } from '@claims-audit/event-log'
import type { Received } from '@claims-audit/event-log'
import kafkajs from 'kafkajs'
import type { Producer } from 'kafkajs'
import { consume } from '../../examples/sender/typescript/consume.js'
import { Sender } from '../../examples/sender/typescript/sender.js'
import type { SentClaim } from '../../examples/sender/typescript/sender.js'
import { cli } from '../command-line.js'
import { CLAIM, segments, written } from '../x12/small-file.js'
import { freshLog } from '../fresh-log.js'
import { corruptLz4, sendPacked } from '../producers/packed.js'
import { brokers, startRunning, watchCorrections, watchScreened } from './running.js'
import type { Running, Watch } from './running.js'
import { syntheticClaims } from './synthetic-claims.js'

const JSON_TYPE = { 'content-type': 'application/json' }

const SAMPLES = new URL('../../contracts/examples/claims.jsonl', import.meta.url).pathname
const samples = readFileSync(SAMPLES, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as SubmittedClaim & { tenant: string })
const SEED = Number(process.env['SEED'] ?? 20260104)

let chained: Running
let producer: Producer
let screened: Watch<ScreenedClaim>
let corrections: Watch<Correction>

beforeAll(async () => {
  await freshLog(brokers)
  chained = await startRunning(false)
  ;[screened, corrections] = await Promise.all([watchScreened(), watchCorrections()])
  // A plain client, as an upstream system has one: nothing of ours.
  producer = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  })
  await producer.connect()
}, 120_000)

afterAll(async () => {
  await Promise.all([producer.disconnect(), screened.stop(), corrections.stop()])
  await chained.pipeline.stop()
}, 60_000)

const produce = (messages: { key: string | null; value: string | Buffer | null }[]) =>
  producer.send({ topic: TOPICS.submitted, messages })
const about = (claimId: string) => (event: { claimId: string | null } | undefined) => event?.claimId === claimId
/** A directory with a rule of one's own: a shipped one under another id, with its cases, changed as asked. */
function ownPack(changed: { rule?: (text: string) => string; cases?: (text: string) => string } = {}): string {
  const pack = mkdtempSync(join(tmpdir(), 'pack-'))
  const shipped = (name: string) =>
    readFileSync(new URL(`../../libs/audit/packs/codes/${name}`, import.meta.url), 'utf8')
  const rule = shipped('excludes1.yaml').replace('code.excludes1', 'mine.excludes1')
  const cases = shipped('excludes1.cases.yaml')
  writeFileSync(join(pack, 'mine.yaml'), changed.rule?.(rule) ?? rule)
  writeFileSync(join(pack, 'mine.cases.yaml'), changed.cases?.(cases) ?? cases)
  return pack
}
const base = samples.find((claim) => claim.claimId === 'clean-medical-stay') as SubmittedClaim & { tenant: string }

describe('claims produced to claims.submitted', () => {
  let fromCommandLine: AuditResult[]

  beforeAll(async () => {
    const { code, out } = await cli(['audit', SAMPLES])
    expect(code).toBe(0)
    fromCommandLine = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditResult)
    await produce(
      samples.map((claim) => ({ key: claimKey(claim.tenant, claim.claimId), value: JSON.stringify(claim) })),
    )
    await screened.until((event) => event?.tenant === 'sample', samples.length)
  }, 60_000)

  it('are stored as the command line audits them, field for field', async () => {
    expect(fromCommandLine).toHaveLength(samples.length)
    for (const expected of fromCommandLine) {
      const stored = await chained.claim(expected.tenant, expected.claimId)
      expect(stored.versions).toEqual([expected])
      expect(stored.history.map((row) => row.outcome)).toEqual([expected.outcome])
    }
  })

  it('come out as rows that can be asked for', async () => {
    const answer = await fetch(
      `http://127.0.0.1:${chained.ports.api}/v1/findings?tenant=sample&rule=code.excludes1&code=M43.12`,
    )
    expect((await answer.json()) as object).toMatchObject({
      cursor: null,
      items: [
        {
          claimId: 'spondylolysis-with-spondylolisthesis',
          codes: ['M43.02', 'M43.12'],
          message: expect.stringContaining('spondylolisthesis (M43.1)') as unknown,
        },
      ],
    })
  })

  it('are counted in the state of the pipeline, in which nothing waits', async () => {
    const { first, ...state } = await whenRead()
    expect(first.members).toBe(1)
    const settled = state.outcomes.filter(({ outcome }) => outcome === 'clean' || outcome === 'findings')
    expect(settled.reduce((sum, { claims }) => sum + claims, 0)).toBe(samples.length)
  })

  it('come out as corrections: M43.0 with a cervical CT becomes M43.02', async () => {
    const [change] = await corrections.until(
      (event) => event?.claimId === 'spondylolysis-left-at-the-header' && event.kind === 'code-change',
    )
    expect(change).toMatchObject({
      sequence: 1,
      changes: { add: [], remove: [], replace: [{ from: 'M43.0', to: 'M43.02' }] },
      drgBefore: '999',
      drgAfter: '552',
      decidedBy: 'rule',
    })
  })

  it('come out as questions: an uncoded myelopathy of no documented cause is asked about, and no code is added', async () => {
    const [query] = await corrections.until(about('myelopathy-uncoded-cause-unstated'))
    expect(query).toMatchObject({
      kind: 'provider-query',
      changes: { add: [], remove: [], replace: [] },
      drgBefore: null,
      drgAfter: null,
    })
    expect(query?.query?.options.slice(-2)).toEqual(['Other', 'Unable to determine'])
  })

  it('are archived byte by byte', async () => {
    const claim = samples[0] as SubmittedClaim & { tenant: string }
    expect(await archived(claim)).toEqual(claim)
  })

  interface PipelineState {
    stages: { stage: string; lag: number; members: number }[]
    outcomes: { outcome: string; claims: number }[]
  }

  /** A stage commits its offsets after it has passed on what it read. */
  async function whenRead(): Promise<PipelineState & { first: PipelineState['stages'][number] }> {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${chained.ports.api}/v1/pipeline?tenant=sample`)
      const state = (await answer.json()) as PipelineState
      const first = state.stages.find(({ stage }) => stage === 'code-validation')
      if (first?.lag === 0) return { ...state, first }
    }
  }

  /** The archive is a consumer of its own: what is screened may not be archived yet. */
  async function archived(claim: { tenant: string; claimId: string }): Promise<unknown> {
    for (;;) {
      const { submitted } = await chained.claim(claim.tenant, claim.claimId)
      if (submitted !== null) return submitted
    }
  }
})

describe('a void', () => {
  it('of an X12 file withdraws what stands of the claim that it names, and needs no diagnosis', async () => {
    const claim = {
      ...base,
      tenant: 'default',
      claimId: 'VOID-1',
      diagnoses: [{ role: 'principal', code: 'M43.06', poa: 'Y' }],
    }
    await produce([{ key: 'default:VOID-1', value: JSON.stringify(claim) }])
    await screened.until(about('VOID-1'), 1)
    const bill = CLAIM.filter((segment) => !segment.startsWith('HI')).map((segment) =>
      segment.replace('CLM*A-1*', 'CLM*VOID-1*').replace('11:A:1', '11:A:8'),
    )
    const file = join(mkdtempSync(join(tmpdir(), 'void-')), 'void.837')
    writeFileSync(file, written(segments({ claim: bill })))
    expect(await chained.cli('submit', file)).toMatchObject({ code: 0 })
    expect((await cli(['audit', file])).out).toContain('"reason":"void"')
    const [, voided] = await screened.until(about('VOID-1'), 2)
    expect(voided).toMatchObject({ outcome: 'voided', claimVersion: 2, decision: 'release' })
    const sent = await corrections.until(about('VOID-1'), 2)
    expect(sent.map((row) => [row.kind, row.expectedClaimVersion])).toEqual([
      ['code-change', 1],
      ['withdraw', 2],
    ])
    const { versions } = await chained.claim('default', 'VOID-1')
    expect(versions.flatMap(({ findings }) => findings.map(({ status }) => status))).not.toContain('open')
  })

  it('comes over HTTP as a CloudEvent, under the version that its sender gives it', async () => {
    const post = (type: string, data: object): Promise<Response> =>
      fetch(`http://127.0.0.1:${chained.ports.intake}/v1/claims`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json' },
        body: JSON.stringify({ specversion: '1.0', id: randomUUID(), source: '/mercy/his', type, data }),
      })
    const answers = [
      await post('claims.submitted.v1', { ...base, tenant: 'default', claimId: 'VOID-2' }),
      await post(VOIDED, { claimId: 'VOID-2', version: 2 }),
      await post(VOIDED, { claimId: 'VOID-2' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 422])
    const [, voided] = await screened.until(about('VOID-2'), 2)
    expect(voided).toMatchObject({ outcome: 'voided', claimVersion: 2, decision: 'release' })
  })

  it('under the version of a claim contradicts it, and is redriven as a void', async () => {
    const value = JSON.stringify({ tenant: 'default', claimId: 'VOID-1', version: 1 })
    await producer.send({
      topic: TOPICS.submitted,
      messages: [{ key: 'default:VOID-1', value, headers: { ce_type: VOIDED } }],
    })
    const quarantined = (event: ScreenedClaim) => event.claimId === 'VOID-1' && event.outcome === 'quarantined'
    expect(await screened.until(quarantined)).toMatchObject([{ reason: { code: 'version-conflict' } }])
    const listed = (await chained.cli('quarantine', 'list', '--code', 'version-conflict')).out.trim().split('\n')
    const { name = '' } =
      listed.map((line) => JSON.parse(line) as { name: string; claimId: string }).find(about('VOID-1')) ?? {}
    expect(await chained.cli('quarantine', 'redrive', name)).toMatchObject({ code: 0 })
    expect(await screened.until(quarantined, 2)).toMatchObject([{}, { reason: { code: 'version-conflict' } }])
  })
})

describe('a system upstream, as the example has it', () => {
  it('sends a claim, applies the correction once, and sends the version in which the finding is gone', async () => {
    const sender = new Sender(':memory:')
    const headers = samples.find((claim) => claim.claimId === 'spondylolysis-left-at-the-header') as SentClaim
    sender.submit({ ...headers, claimId: 'upstream' })
    const told: string[] = []
    const running = await consume(brokers, sender, (claimId, taken) => {
      if (claimId === 'upstream') told.push(taken)
    })
    const [first, second] = await screened.until((event) => event.claimId === 'upstream', 2)
    await running.stop()
    expect([first, second]).toMatchObject([{ claimVersion: 1 }, { claimVersion: 2 }])
    expect(told).toContain('applied')
    expect(sender.claim('sample', 'upstream')?.diagnoses).toMatchObject([{ code: 'M43.02' }])
    const { versions } = await chained.claim('sample', 'upstream')
    const changed = versions.map(({ findings }) => findings.some(({ proposal }) => proposal.replace.length > 0))
    expect(changed).toEqual([false, true])
  })
})

describe('versions', () => {
  const version = (n: number, code: string) => ({
    key: 'sample:versions',
    value: JSON.stringify({
      ...base,
      claimId: 'versions',
      version: n,
      diagnoses: [{ role: 'principal', code, poa: 'Y' }],
    }),
  })

  it('supersede, are duplicated, contradict each other and come late, and end as promised', async () => {
    await produce([
      version(2, 'M43.06'),
      version(2, 'M43.06'),
      version(1, 'M43.02'),
      version(2, 'M43.02'),
      version(3, 'M43.02'),
    ])
    const outcomes = await screened.until(about('versions'), 5)
    expect(outcomes.map((event) => [event.claimVersion, event.outcome]).sort()).toEqual([
      [1, 'superseded'],
      [2, 'duplicate'],
      [2, 'findings'],
      [2, 'quarantined'],
      [3, 'clean'],
    ])
    const claim = await chained.claim('sample', 'versions')
    expect(claim.versions.map((row) => [row.claimVersion, row.findings.map((finding) => finding.status)])).toEqual([
      [3, []],
      [2, ['superseded']],
      [1, []],
    ])
    expect(claim.corrections.map((row) => [row.sequence, row.kind])).toEqual([
      [1, 'code-change'],
      [2, 'withdraw'],
    ])
    const sent = await corrections.until(about('versions'), 2)
    expect(sent.map((row) => row.sequence)).toEqual([1, 2])
  })
})

describe('what cannot be audited', () => {
  const good = (claimId: string) => ({ key: `sample:${claimId}`, value: JSON.stringify({ ...base, claimId }) })
  const broken: [string, Buffer | string | null, object][] = [
    ['not JSON', '{"claimId":', { code: 'not-json' }],
    [
      'the wrong schema',
      JSON.stringify({ ...base, diagnoses: 'M43.02' }),
      { code: 'schema', pointer: '/diagnoses', keyword: 'type' },
    ],
    [
      'an impossible date',
      JSON.stringify({ ...base, dischargeDate: '2026-02-30' }),
      { code: 'schema', pointer: '/dischargeDate', keyword: 'format' },
    ],
    [
      'a discharge outside the editions',
      JSON.stringify({ ...base, admissionDate: '2019-01-01', dischargeDate: '2019-01-02' }),
      { code: 'outside-editions', pointer: '/dischargeDate', keyword: 'date' },
    ],
    ['no value at all', null, { code: 'empty' }],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x7b]), { code: 'not-utf-8' }],
    ['a stay without a diagnosis', JSON.stringify({ ...base, diagnoses: [] }), { code: 'no-diagnosis' }],
    [
      'an escape sequence in a name',
      JSON.stringify({ ...base, coder: '\u009b2J' }),
      { code: 'schema', pointer: '/coder' },
    ],
  ]

  it.each(broken)(
    '%s is quarantined with its bytes and its reason, and the next claim goes through',
    async (name, value, reason) => {
      const claimId = `broken-${broken.findIndex(([each]) => each === name)}`
      await produce([
        {
          key: `sample:${claimId}`,
          value: typeof value === 'string' ? value.replaceAll('clean-medical-stay', claimId) : value,
        },
        good(`${claimId}-next`),
      ])
      const [next] = await screened.until(about(`${claimId}-next`))
      expect(next?.outcome).toBe('clean')
      const [answer] = await screened.until(about(claimId))
      expect(answer).toMatchObject({ outcome: 'quarantined', decision: 'hold', reason })
      expect((await chained.claim('sample', claimId)).history).toMatchObject([{ outcome: 'quarantined' }])
    },
  )

  it('can be listed, shown, edited and sent again, and each act is recorded', async () => {
    await produce([
      { key: 'sample:redriven', value: JSON.stringify({ ...base, claimId: 'redriven', diagnoses: 'M43.02' }) },
    ])
    await screened.until((event) => event.claimId === 'redriven' && event.outcome === 'quarantined')
    const listed = (await chained.cli('quarantine', 'list', '--code', 'schema')).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { name: string; claimId: string; state: string })
    const name = listed.find(({ claimId }) => claimId === 'redriven')?.name ?? ''
    const file = join(mkdtempSync(join(tmpdir(), 'claims-')), 'redriven.json')

    expect(await chained.cli('quarantine', 'redrive', name)).toMatchObject({
      code: 1,
      out: '',
      err: `${name}: it would be quarantined again (schema /diagnoses type); edit it first\n`,
    })
    writeFileSync(
      file,
      JSON.stringify({ ...base, claimId: 'redriven', admissionDate: '2019-01-01', dischargeDate: '2019-01-02' }),
    )
    expect(await chained.cli('quarantine', 'edit', name, file)).toMatchObject({
      code: 1,
      err: `${name}: the new claim would be quarantined again (outside-editions /dischargeDate date)\n`,
    })
    writeFileSync(file, JSON.stringify({ ...base, claimId: 'redriven' }))
    expect(await chained.cli('quarantine', 'edit', name, file, '--by', 'ann', '--note', 'list of codes')).toMatchObject(
      { code: 0 },
    )
    const redriven = await chained.cli('quarantine', 'redrive', name, '--by', 'bob')
    expect(redriven).toMatchObject({ code: 0 })
    const [answer] = await screened.until((event) => event.claimId === 'redriven' && event.outcome !== 'quarantined')
    expect(answer?.outcome).toBe('clean')

    expect(await chained.cli('quarantine', 'redrive', name)).toMatchObject({
      code: 1,
      err: `${name}: it was redriven before; use --again to redrive it again\n`,
    })
    const shown = JSON.parse((await chained.cli('quarantine', 'show', name)).out) as {
      state: string
      value: string
      acts: object[]
    }
    const { eventId } = JSON.parse(redriven.out) as { eventId: string }
    expect(shown).toMatchObject({
      state: 'redriven',
      acts: [
        { act: 'edit', by: 'ann', note: 'list of codes', value: readFileSync(file, 'utf8') },
        { act: 'redrive', by: 'bob', eventId },
      ],
    })
    expect(JSON.parse(shown.value)).toMatchObject({ claimId: 'redriven', diagnoses: 'M43.02' })
    const [event] = (await readAll(brokers, TOPICS.submitted)).filter(
      ({ headers }) => String(headers['ce_id']) === eventId,
    )
    expect(String(event?.headers['ce_redriveof'])).toBe(name)
    expect((await chained.claim('sample', 'redriven')).history.map(({ outcome }) => outcome)).toEqual([
      'clean',
      'quarantined',
    ])
    expect((await chained.cli('quarantine', 'list')).out).not.toContain(`"${name}"`)
  })

  it('is not found under another name, and nothing is guessed', async () => {
    expect(await chained.cli('quarantine', 'show', 'claims.submitted/0/99999999/drg')).toMatchObject({
      code: 1,
      err: 'claims.submitted/0/99999999/drg: no quarantined event has this name\n',
    })
    expect(await chained.cli('quarantine', 'show', 'that-one')).toMatchObject({ code: 2 })
    expect(await chained.cli('quarantine', 'redrive')).toMatchObject({
      code: 2,
      err: 'claims-audit: name the events to redrive, or use --all\n',
    })
  })

  it('as a whole batch that cannot be unpacked is listed and shown by its offsets, and cannot be sent again', async () => {
    await sendPacked(brokers, TOPICS.submitted, 'lz4', await corruptLz4(3), { count: 3 })
    let listed: { name: string; lastOffset: string; state: string; claimId: string }[] = []
    while (listed.length < 2)
      listed = (await chained.cli('quarantine', 'list', '--code', 'batch-unreadable')).out
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as (typeof listed)[0])
    expect(listed.map(({ name }) => name.split('/').at(-1)).sort()).toEqual(['archive', 'code-validation'])
    const { name = '', lastOffset = '' } = listed[0] ?? {}
    const first = name.split('/')[2]
    expect(Number(lastOffset)).toBe(Number(first) + 2)
    const shown = JSON.parse((await chained.cli('quarantine', 'show', name)).out) as {
      lastOffset: string
      valueBase64: string
      submitted: null
    }
    expect(shown).toMatchObject({ lastOffset, submitted: null, reason: { code: 'batch-unreadable', keyword: 'lz4' } })
    expect(Buffer.from(shown.valueBase64, 'base64').readBigInt64BE(0)).toBe(BigInt(first ?? -1))
    const refused = {
      code: 1,
      out: '',
      err: `${name}: it is a whole batch, up to offset ${lastOffset}, that could not be read; ask its sender for its claims again\n`,
    }
    expect(await chained.cli('quarantine', 'redrive', name)).toMatchObject(refused)
    const file = join(mkdtempSync(join(tmpdir(), 'claims-')), 'instead.json')
    writeFileSync(file, JSON.stringify({ ...base, claimId: 'instead' }))
    expect(await chained.cli('quarantine', 'edit', name, file)).toMatchObject(refused)
  })

  it('a message over the size limit, slipped in compressed, is quarantined too', async () => {
    const value = JSON.stringify({
      ...base,
      claimId: 'broken-large',
      documents: [{ id: 'D1', type: 'other', text: 'x'.repeat(5_000_000) }],
    })
    await producer.send({
      topic: TOPICS.submitted,
      compression: kafkajs.CompressionTypes.GZIP,
      messages: [{ key: 'sample:broken-large', value }, good('broken-large-next')],
    })
    expect((await screened.until(about('broken-large-next')))[0]?.outcome).toBe('clean')
    expect((await screened.until(about('broken-large')))[0]).toMatchObject({
      outcome: 'quarantined',
      reason: { code: 'too-large' },
    })
  })

  it('a message of thirty megabytes, compressed to nothing, does not block its partition', async () => {
    await producer.send({
      topic: TOPICS.submitted,
      compression: kafkajs.CompressionTypes.GZIP,
      messages: [{ key: 'sample:broken-huge', value: 'x'.repeat(30_000_000) }, good('broken-huge-next')],
    })
    expect((await screened.until(about('broken-huge-next')))[0]?.outcome).toBe('clean')
    expect((await screened.until(about('broken-huge')))[0]).toMatchObject({
      outcome: 'quarantined',
      reason: { code: 'too-large' },
    })
  })

  it('is refused over HTTP with the fields that are wrong', async () => {
    const post = async (body: string) => {
      const answer = await fetch(`http://127.0.0.1:${chained.ports.intake}/v1/claims`, {
        method: 'POST',
        headers: JSON_TYPE,
        body,
      })
      return {
        status: answer.status,
        type: answer.headers.get('content-type')?.split(';')[0],
        body: (await answer.json()) as { errors?: object[] },
      }
    }
    for (const [name, value, { code, ...where }] of broken.filter(([, each]) => typeof each === 'string') as [
      string,
      string,
      { code: string },
    ][]) {
      const refused = await post(value)
      expect({ name, ...refused }).toMatchObject({
        name,
        status: 422,
        type: 'application/problem+json',
        body: { errors: expect.arrayContaining([expect.objectContaining({ code, ...where })]) as object },
      })
    }
    expect(
      await post(JSON.stringify({ ...base, documents: [{ id: 'D1', type: 'other', text: 'x'.repeat(5_000_000) }] })),
    ).toMatchObject({ status: 413, type: 'application/problem+json' })
    expect(await post('')).toMatchObject({ status: 422 })
  })

  it('hidden in headers or in forged positions is quarantined once, and the quarantine goes on', async () => {
    await producer.send({ topic: TOPICS.submitted, messages: [{ ...good('header-nul'), headers: { 'a\0b': 'c\0d' } }] })
    await producer.send({
      topic: TOPICS.audited,
      messages: [
        {
          key: 'sample:forged',
          value: '{',
          headers: {
            'origin-topic': TOPICS.submitted,
            'origin-partition': '999999999999',
            'origin-offset': '9999999999999999999',
            'origin-timestamp': '0',
            traceparent: '\0',
          },
        },
      ],
    })
    expect((await screened.until(about('header-nul')))[0]?.outcome).toBe('clean')
    expect(await quarantinedAsForeign('sample', 'forged')).toMatchObject({
      stage: 'findings',
      name: expect.stringMatching(/^claims\.audited\//),
    })
  })

  it('and comes from no stage of ours is quarantined in its own place, and takes no event’s outcome', async () => {
    await produce([good('first-of-two')])
    await screened.until(about('first-of-two'))
    const [copied] = (await readAll(brokers, TOPICS.audited)).filter(({ key }) => String(key) === 'sample:first-of-two')
    const next = String(BigInt(copied?.origin.offset ?? 0) + 1n)
    const headers = { ...copied?.headers, 'origin-offset': next }
    for (const topic of [TOPICS.audited, TOPICS.quarantined])
      await producer.send({
        topic,
        messages: [
          { key: 'sample:first-of-two', value: String(copied?.value), partition: copied?.partition ?? 0, headers },
        ],
      })
    await produce([{ ...good('second-of-two'), key: 'sample:first-of-two' }])
    expect((await screened.until(about('second-of-two')))[0]?.outcome).toBe('clean')
    const told = await chained.claim('sample', 'second-of-two')
    expect(told.history).toMatchObject([{ offset: next, outcome: 'clean' }])
    expect((await chained.claim('sample', 'first-of-two')).history).toHaveLength(1)
    expect(await quarantinedAsForeign('sample', 'first-of-two')).toMatchObject({ stage: 'findings' })
  })

  /** The event of a claim that was refused, once it is there: no one gets an answer. */
  async function quarantinedAsForeign(tenant: string, claimId: string): Promise<object> {
    for (;;) {
      const { out } = await chained.cli('quarantine', 'list', '--code', 'foreign')
      const found = out
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as { tenant: string; claimId: string; name: string })
      const quarantined = found.find((each) => each.tenant === tenant && each.claimId === claimId)
      if (quarantined !== undefined) return { ...quarantined, stage: quarantined.name.split('/').at(-1) }
    }
  }

  it('of an 837 are answered one by one, or by TA1 and 999, under the same ids each time', async () => {
    const file = readFileSync(new URL('../../contracts/examples/claims.837', import.meta.url))
    const post = (accept: string): Promise<Response> =>
      fetch(`http://127.0.0.1:${chained.ports.intake}/x12/837`, {
        method: 'POST',
        headers: { 'content-type': 'application/edi-x12', accept },
        body: file,
      })
    const [first, again] = [await post('application/json'), await post('application/json')]
    expect(first.status).toBe(202)
    const { claims, report } = (await first.json()) as { claims: { at: object; id: string }[]; report: object }
    expect(report).toMatchObject({ transactions: 2, claims: 4, claimsRefused: 0 })
    expect(claims[0]).toMatchObject({ at: { interchange: 1, transaction: 1, claim: 1 } })
    expect(await again.json()).toMatchObject({ claims: claims.map(({ id }) => ({ id })) })
    const acknowledged = await post('application/edi-x12')
    expect(acknowledged.headers.get('content-type')).toContain('application/edi-x12')
    expect(await acknowledged.text()).toMatch(/~\nAK9\*A\*/)
    expect((await screened.until(about('STAY-2')))[0]?.outcome).toBe('findings')
  })

  it('of an 837 that comes again are duplicates, and a changed one is the next version', async () => {
    const id = `again-${randomUUID().slice(0, 8)}`
    const example = readFileSync(new URL('../../contracts/examples/claims.837', import.meta.url), 'latin1')
    const file = example.replaceAll('STAY-2', id)
    for (const each of [file, file.replaceAll('000000001', '000000002'), file.replace('61500.00', '61501.00')])
      await fetch(`http://127.0.0.1:${chained.ports.intake}/v1/claims?tenant=sample`, {
        method: 'POST',
        headers: { 'content-type': 'application/edi-x12' },
        body: each,
      })
    await screened.until((event) => event?.claimId === id && event.claimVersion === 2)
    const { history } = await chained.claim('sample', id)
    expect(history.map(({ version, outcome }) => `${version} ${outcome}`)).toEqual([
      '2 findings',
      '1 duplicate',
      '1 findings',
    ])
  })

  it('of a FHIR Bundle are answered one by one, and what is good goes through', async () => {
    const bundle = JSON.parse(
      readFileSync(new URL('../../contracts/examples/claims.fhir.json', import.meta.url), 'utf8'),
    ) as { entry: { resource: { resourceType: string; diagnosis?: unknown } }[] }
    for (const { resource } of bundle.entry)
      if (resource.resourceType === 'ExplanationOfBenefit') delete resource.diagnosis
    const answer = await fetch(`http://127.0.0.1:${chained.ports.intake}/fhir/Claim`, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json' },
      body: JSON.stringify(bundle),
    })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      202,
      expect.stringContaining('application/fhir+json'),
    ])
    expect(await answer.json()).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [
        { severity: 'information', expression: ['Bundle.entry[5].resource'], diagnostics: expect.any(String) },
        { severity: 'error', code: 'required', expression: ['Bundle.entry[6].resource.diagnosis'] },
      ],
    })
    expect((await screened.until(about('FHIR-STAY-1')))[0]?.outcome).toBe('findings')
  })

  it('is answered line by line in a batch, and what is good goes through', async () => {
    const lines = [
      good('batch-1').value,
      '',
      '{',
      JSON.stringify({ ...base, sex: 1, patient: {} }),
      'x'.repeat(5_000_000),
      `{"specversion":"1.0","data":{"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`,
      good('batch-2').value,
    ].join('\n')
    const answer = await fetch(`http://127.0.0.1:${chained.ports.intake}/v1/claims:batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines,
    })
    const statuses = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: number; status: number })
    expect(statuses.map(({ line, status }) => [line, status])).toEqual([
      [1, 202],
      [3, 422],
      [4, 422],
      [5, 413],
      [6, 422],
      [7, 202],
    ])
    await screened.until(about('batch-1'))
    await screened.until(about('batch-2'))
  })
})

describe('a note before it is signed', () => {
  it('is told what it lacks, over HTTP', async () => {
    const check = async (body: unknown) =>
      fetch(`http://127.0.0.1:${chained.ports.intake}/v1/documentation:check`, {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify(body),
      })
    const answer = await check({
      ...base,
      claimId: 'note',
      diagnoses: [],
      documents: [
        { id: 'D1', type: 'progress-note', text: 'Acquired spondylolysis at C6, a pars defect on CT. No slip.' },
      ],
    })
    expect(answer.status).toBe(200)
    const { findings } = (await answer.json()) as { findings: { ruleId: string; missing: string[]; message: string }[] }
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(['documentation.checklist'])
    expect(findings[0]?.message).toContain('M43.02')
    expect(findings[0]?.missing).toEqual([
      'Whether there are neurological symptoms (radiculopathy, myelopathy, sensory or motor deficits)',
      'Which conservative care was tried',
    ])
    expect((await check({ ...base, claimType: 'dental' })).status).toBe(422)
    expect(
      (await check({ ...base, admissionDate: '2019-01-01', dischargeDate: '2019-01-02', diagnoses: [] })).status,
    ).toBe(422)
  })
})

describe('a claim posted with a trace', () => {
  it('carries it, and its place in the log, through every stage', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
    const answer = await fetch(`http://127.0.0.1:${chained.ports.intake}/v1/claims`, {
      method: 'POST',
      body: JSON.stringify({ ...base, claimId: 'traced', diagnoses: [{ role: 'principal', code: 'M43.06' }] }),
      headers: { ...JSON_TYPE, traceparent: `00-${trace}-00f067aa0ba902b7-01` },
    })
    expect(answer.status).toBe(202)
    const header = (name: string, event: Received) => String(event.headers[name])
    const isTraced = (_: unknown, event: Received): boolean => header('traceparent', event).includes(trace)
    const [told] = await screened.until(
      (event, message) =>
        event?.claimId === 'traced' && isTraced(event, message) && header('origin-topic', message) === TOPICS.submitted,
    )
    expect(told?.outcome).toBe('findings')
    const [asked] = await corrections.until(
      (event, message) =>
        event?.claimId === 'traced' && isTraced(event, message) && header('origin-topic', message) === TOPICS.submitted,
    )
    expect(asked?.kind).toBe('code-change')
  })
})

describe('the doors', () => {
  it.each(['intake', 'api'])('%s refuses to listen beyond loopback, in one line', async (name) => {
    const { spawnSync } = await import('node:child_process')
    const main = new URL(`../../apps/${name}/dist/main.js`, import.meta.url).pathname
    const { status, stdout } = spawnSync(process.execPath, [main], {
      env: { ...process.env, NODE_OPTIONS: '', HOST: '0.0.0.0', PORT: '0', DATABASE_URL: chained.databaseUrl },
      encoding: 'utf8',
    })
    expect(status).toBe(2)
    expect(stdout.trim().split('\n')).toEqual([expect.stringContaining('listens on loopback only')])
  })

  it('answer only what was sent to this machine by name', async () => {
    const { request } = await import('node:http')
    const status = (port: number, headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve) =>
        request({ host: '127.0.0.1', port, path: '/v1/findings', headers }, (answer) =>
          resolve(answer.resume().statusCode),
        ).end(),
      )
    expect(await status(chained.ports.api, { host: 'evil.example' })).toBe(403)
    expect(await status(chained.ports.api, { host: 'localhost', origin: 'https://evil.example' })).toBe(403)
    // A page of this machine passes the door, and has to sign in.
    expect(
      await status(chained.ports.api, { host: `localhost:${chained.ports.api}`, origin: 'http://127.0.0.1:3000' }),
    ).toBe(401)
    expect(await status(chained.ports.intake, { host: 'evil.example' })).toBe(403)
  })

  it('api answers wrong questions with problems, and unknown names with 404', async () => {
    const ask = async (path: string) => (await fetch(`http://127.0.0.1:${chained.ports.api}${path}`)).status
    expect(await ask('/v1/findings?limit=0')).toBe(400)
    expect(await ask('/v1/findings?rule=')).toBe(400)
    expect(await ask('/v1/findings?unknown=1')).toBe(400)
    expect(await ask('/v1/findings?dischargeFrom=2026-13-01')).toBe(400)
    expect(await ask('/v1/findings?sort=toString')).toBe(400)
    expect(await ask('/v1/findings?cursor=rubbish')).toBe(400)
    expect(
      await ask(
        `/v1/findings?cursor=${Buffer.from('["x","00000000-0000-0000-0000-000000000000",0]').toString('base64url')}`,
      ),
    ).toBe(400)
    expect(await ask('/v1/findings?code=M43.02&status=open&sort=-totalCharge&limit=5')).toBe(200)
    expect(await ask('/v1/findings/00000000-0000-5000-8000-000000000000')).toBe(404)
    expect(await ask('/v1/findings/rubbish')).toBe(404)
    expect(await ask('/v1/claims/sample/none%00')).toBe(404)
    expect(await ask('/openapi.json')).toBe(200)
    expect(await ask('/docs')).toBe(200)
    expect(await ask('/health/live')).toBe(200)
    expect(await ask('/health/ready')).toBe(200)
  })
})

/** Other suites submit synthetic claims of their own to the same log. */
const ofLoad = (event: ScreenedClaim | undefined): boolean => event?.claimId?.startsWith('load-') === true

describe(`ten thousand synthetic claims (seed ${SEED})`, () => {
  const COUNT = 10_000

  it('pass end to end, and every offset is accounted for', async () => {
    const claims = [...syntheticClaims(COUNT, SEED, 'load')]
    const passed = screened.until(ofLoad, COUNT)
    for (let from = 0; from < COUNT; from += 500)
      await produce(
        claims
          .slice(from, from + 500)
          .map((claim) => ({ key: claimKey('synthetic', claim.claimId), value: JSON.stringify(claim) })),
      )
    const outcomes = await passed
    expect(new Set(outcomes.map((event) => event.claimId)).size).toBe(COUNT)
    const { code, out } = await chained.cli('reconcile')
    const accounts = out
      .trim()
      .split('\n')
      .map(
        (line) =>
          JSON.parse(line) as {
            low: string
            high: string
            terminal: number
            open: object[]
            missing: object[]
            duplicated: object[]
          },
      )
    expect(code).toBe(0)
    expect(accounts.flatMap(({ open, missing, duplicated }) => [...open, ...missing, ...duplicated])).toEqual([])
    expect(accounts.reduce((sum, { terminal }) => sum + terminal, 0)).toBe(
      accounts.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0),
    )
  }, 300_000)
})

describe('the fused mode', () => {
  it('stores what the chained services stored, from the same log', async () => {
    const before = await Promise.all(samples.map(({ tenant, claimId }) => chained.claim(tenant, claimId)))
    const again = await watchScreened()
    const fused = await startRunning(true)
    try {
      await again.until(ofLoad, 10_000)
      const voided = await again.until((event) => about('VOID-1')(event) && event.outcome !== 'quarantined', 2)
      expect(voided.map(({ outcome }) => outcome)).toEqual(['findings', 'voided'])
      const after = await Promise.all(samples.map(({ tenant, claimId }) => fused.claim(tenant, claimId)))
      expect(after.map((claim) => claim.versions)).toEqual(before.map((claim) => claim.versions))
      expect(after.map((claim) => claim.corrections)).toEqual(before.map((claim) => claim.corrections))
      expect(after.map((claim) => claim.history.map((row) => row.outcome))).toEqual(
        before.map((claim) => claim.history.map((row) => row.outcome)),
      )
      expect((await fused.cli('reconcile')).code).toBe(0)
    } finally {
      await Promise.all([again.stop(), fused.pipeline.stop()])
    }
  }, 300_000)
})

describe('the command line', () => {
  it('rejects what it cannot read by line, goes on, and ends with 1; misuse is 2', async () => {
    const rejected = await cli(['audit', new URL('../../contracts/examples/rejected.jsonl', import.meta.url).pathname])
    expect(rejected.code).toBe(1)
    expect(
      rejected.out
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { line: number; reason: string }).reason),
    ).toEqual(['schema', 'schema', 'schema', 'date-order', 'outside-editions', 'not-json'])
    expect((await cli(['audit', 'no-such-file.jsonl'])).code).toBe(2)
    const outcomesOf = async (text: string) => {
      const file = join(mkdtempSync(join(tmpdir(), 'claims-audit-cli-')), 'claims.json')
      writeFileSync(file, text)
      return (await cli(['audit', file])).out
        .trim()
        .split('\n')
        .map(
          (line) =>
            (JSON.parse(line) as { claimId?: string; reason?: string }).claimId ??
            (JSON.parse(line) as { reason: string }).reason,
        )
    }
    const line = (claimId: string, text = 'Acquired spondylolysis of C6.') =>
      JSON.stringify({ ...base, claimId, documents: [{ id: 'D1', type: 'other', text }] })
    const deep = `{"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
    expect(await outcomesOf([line('a'), '[garbage', '{', line('b', 'one\u2028line')].join('\n'))).toEqual([
      'a',
      'not-json',
      'not-json',
      'b',
    ])
    expect(await outcomesOf(['{ garbage', line('a')].join('\n'))).toEqual(['not-json', 'a'])
    expect(
      await outcomesOf(`\ufeff${JSON.stringify([JSON.parse(line('a')), 'DEEP'], null, 2).replace('"DEEP"', deep)}`),
    ).toEqual(['a', 'too-deep'])
    expect(await outcomesOf(JSON.stringify(JSON.parse(line('a')), null, 2))).toEqual(['a'])
    expect((await cli(['audit'])).code).toBe(2)
    expect((await cli(['audit', SAMPLES, '--format', 'xml'])).code).toBe(2)
    expect((await cli(['group', SAMPLES, '--version', '99.9'])).code).toBe(2)
    for (const day of ['2026-13-45', '2026-02-30', 'soon'])
      expect((await cli(['explain', 'M43.02', '--date', day])).code).toBe(2)
    expect((await cli(['--help'])).code).toBe(0)
  })

  it('groups, and explains a code', async () => {
    const { out } = await cli(['group', SAMPLES])
    expect(JSON.parse(out.split('\n')[1] ?? '')).toEqual({
      claimId: 'clean-cervical-fusion',
      msDrgVersion: '43.0',
      initialDrg: '473',
      finalDrg: '473',
      mdc: '08',
      returnCode: 'OK',
      weight: 2.4413,
    })
    const explained = (await cli(['explain', 'm43.02', '--date', '2026-01-09'])).out
    for (const part of [
      'Spondylolysis, cervical region',
      'Valid and billable',
      'spondylolisthesis (M43.1)',
      'MDC 08',
      '552',
    ])
      expect(explained).toContain(part)
  })

  it('says what it reads in a text, by the line, and which lines are not texts', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'facts-')), 'texts.jsonl')
    writeFileSync(
      file,
      [
        JSON.stringify({
          id: 'A',
          type: 'other',
          text: 'No trigger finger. C6 radiculopathy.',
          targets: ['trigger finger'],
        }),
        '{"id":"B"}',
        'x',
      ].join('\n'),
    )
    const { code, out } = await cli(['facts', file])
    const [first, ...others] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
    const shared = { temporality: 'current', experiencer: 'patient' }
    expect({ code, first }).toEqual({
      code: 1,
      first: {
        id: 'A',
        facts: [
          {
            concept: 'trigger finger',
            text: 'trigger finger',
            start: 3,
            end: 17,
            assertion: 'negated',
            ...shared,
            region: 'cervical',
            level: null,
          },
          {
            concept: 'radiculopathy',
            text: 'radiculopathy',
            start: 22,
            end: 35,
            assertion: 'affirmed',
            ...shared,
            region: 'cervical',
            level: 'C6',
          },
        ],
      },
    })
    expect(others).toEqual([
      { outcome: 'rejected', line: 2, reason: 'schema: /text must be a string' },
      { outcome: 'rejected', line: 3, reason: 'not-json' },
    ])
  })

  it('checks a pack of rules, and says where it is wrong', async () => {
    expect(await cli(['packs', 'check', ownPack()])).toMatchObject({ code: 0, out: '1 rules, 16 cases: all hold\n' })
    const broken = ownPack({ rule: (text) => text.replace('severity: error', 'severity: fatal') })
    expect(await cli(['packs', 'check', broken])).toMatchObject({
      code: 1,
      out: expect.stringMatching(/mine\.yaml:3: \/severity: /),
    })
  })

  it('audits by no pack whose cases do not hold', async () => {
    const unproven = ownPack({ cases: (text) => text.replace('expect: fires', 'expect: quiet') })
    expect(await cli(['audit', SAMPLES, '--rules', unproven])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/a case does not hold: mine\.excludes1: .*expected quiet/),
    })
  })

  it('does what README.md and the pages of docs say', async () => {
    const pages = ['README.md', 'docs/cli.md', 'docs/x12.md', 'docs/fhir.md'].map((name) =>
      readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'),
    )
    const blocks = [...pages.join('\n').matchAll(/<!-- tested[^]*?```console\n([^]*?)```/g)].map(
      (match) => match[1] ?? '',
    )
    const commands = blocks.flatMap((block) =>
      [...block.matchAll(/^\$ npx claims-audit (.*)$/gm)].map((match) => match[1]?.split(' ') ?? []),
    )
    expect(commands.length).toBeGreaterThan(8)
    // Those of the pipeline in the order of the pages; beside them those that need none.
    const alone = commands.filter(([name = '']) => ['audit', 'group', 'explain', 'facts', 'convert'].includes(name))
    const together = commands.filter((command) => !alone.includes(command))
    const run = async (lane: string[][]): Promise<void> => {
      for (const command of lane)
        expect({ command, ...(await chained.cli(...command)) }).toMatchObject({ command, code: 0 })
    }
    await Promise.all([run(alone), run(together)])
  }, 120_000)

  it('submits to the running pipeline', async () => {
    const { code, out } = await chained.cli('submit', SAMPLES)
    expect({ code, out: JSON.parse(out) as object }).toEqual({ code: 0, out: { submitted: samples.length } })
    await screened.until(
      (event) => event?.tenant === 'sample' && event.outcome === 'duplicate' && event.claimId !== 'versions',
      2 * samples.length,
    )
  })
})
