import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditClaim } from '@claims-audit/audit'
import { normalizeClaim } from '@claims-audit/claim'
import type { AuditResult, SubmittedClaim } from '@claims-audit/contracts'
import { apiLogin, migrate, openLedger } from '@claims-audit/ledger'
import type { Ledger } from '@claims-audit/ledger'
import { openKnowledge } from '@claims-audit/reference'
import { recordClaims } from '../../../test/decisions/judged-claims.js'
import { syntheticClaims } from '../../../test/e2e/synthetic-claims.js'
import { freshDatabase } from '../../../test/fresh-database.js'
import { ServiceProcess } from '../../../test/operations/service-process.js'

/** One page of an export is 500 rows: more than one are needed. */
const CLAIMS = 700

let ledger: Ledger
let api: ServiceProcess
let url = ''
let results: AuditResult[]

beforeAll(async () => {
  const databaseUrl = await freshDatabase(process.env['DATABASE_URL'] ?? '', 'lists')
  ledger = await openLedger({ databaseUrl })
  await migrate(ledger)
  const knowledge = openKnowledge()
  results = [...syntheticClaims(CLAIMS, 8, 'list')].flatMap((claim) => {
    const named = { ...(claim as SubmittedClaim), accountNumber: accountOf(String(claim.claimId)) }
    const audited = auditClaim(normalizeClaim(named), knowledge)
    return 'rejected' in audited ? [] : [audited]
  })
  await recordClaims(ledger, ...results)
  api = new ServiceProcess('api', {
    DATABASE_URL: (await apiLogin(ledger, databaseUrl, 'a login of the whole server')) ?? '',
  })
  url = await api.listening()
}, 120_000)
afterAll(async () => {
  await api?.stop()
  await ledger.destroy()
})

const tenant = 'synthetic'
const get = (path: string, query: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}${path}?${new URLSearchParams({ tenant, ...query })}`)
const json = async (path: string, query?: Record<string, string>) => (await get(path, query)).json()
const accountOf = (claimId: string): string => `A-${claimId}`
const all = () => results.flatMap(({ findings }) => findings)

describe('counts', () => {
  it('are exact for open findings, with facets that show their other values', async () => {
    const counts = (await json('/v1/findings:count', { status: 'open', severity: 'error' })) as {
      total: object
      facets: Record<string, { value: string; count: number }[]>
    }
    const errors = all().filter(({ severity }) => severity === 'error')
    expect(counts.total).toEqual({ count: errors.length, isExact: true })
    const bySeverity = Map.groupBy(all(), ({ severity }) => severity)
    expect(new Map(counts.facets['severity']?.map(({ value, count }) => [value, count]))).toEqual(
      new Map([...bySeverity].map(([value, findings]) => [value, findings.length])),
    )
    const byRule = Map.groupBy(errors, ({ ruleId }) => ruleId)
    expect(new Map(counts.facets['rule']?.map(({ value, count }) => [value, count]))).toEqual(
      new Map([...byRule].map(([value, findings]) => [value, findings.length])),
    )
  })

  it('have no facets where the filter asks for more than sums hold', async () => {
    const code = all().flatMap(({ codes }) => codes)[0] as string
    const expected = all().filter(({ codes }) => codes.includes(code)).length
    expect(await json('/v1/findings:count', { code })).toEqual({
      total: { count: expected, isExact: true },
      facets: null,
    })
  })
})

it('a page of findings names the account of each claim, which the ledger has no column for', async () => {
  const { items } = (await json('/v1/findings', { limit: '20' })) as {
    items: { claimId: string; accountNumber: string }[]
  }
  expect(items.length).toBe(20)
  expect(items.map(({ accountNumber }) => accountNumber)).toEqual(items.map(({ claimId }) => accountOf(claimId)))
})

describe('an export', () => {
  it('as CSV has every finding once, in the order of the sort', async () => {
    const answer = await get('/v1/findings.csv', { sort: 'claimId' })
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const [header, ...lines] = (await answer.text()).trimEnd().split('\r\n')
    expect(header).toMatch(/^tenant,claimId,version,/)
    const ids = lines.map((line) => line.split(',').at(-1))
    expect(new Set(ids)).toEqual(new Set(all().map(({ findingId }) => findingId)))
    expect(lines.length).toBe(all().length)
    const column = (name: string): string[] =>
      lines.map((line) => line.split(',')[header?.split(',').indexOf(name) ?? -1] as string)
    const claims = column('claimId')
    expect(claims).toEqual([...claims].sort())
    expect(column('account')).toEqual(claims.map(accountOf))
  })

  it('as XLSX is a workbook that another program reads: every row, numbers as numbers, and what it is', async () => {
    const answer = await get('/v1/findings.xlsx', { severity: 'error' })
    const file = join(mkdtempSync(join(tmpdir(), 'xlsx-')), 'findings.xlsx')
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()))
    const read = JSON.parse(execFileSync('python3', ['-c', READ_XLSX, file], { encoding: 'utf8' })) as {
      rows: number
      header: string[]
      charge: string
      about: Record<string, string>
    }
    const expected = all().filter(({ severity }) => severity === 'error').length
    expect(read).toMatchObject({ rows: expected, charge: 'n', about: { tenant, rows: String(expected) } })
    expect(read.header).toContain('message')
  })

  it('of a queue has what the list has, in its order, also when it is made in the background', async () => {
    const query = { queue: 'unassigned', severity: 'error', sort: '-impact' }
    const listed: { findingId: string; claimId: string; state: string }[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = (await json('/v1/work', { ...query, limit: '500', ...(cursor !== '' && { cursor }) })) as {
        items: typeof listed
        cursor: string | null
      }
      listed.push(...page.items)
      cursor = page.cursor
    }
    const text = await (await get('/v1/work.csv', query)).text()
    const [header, ...lines] = text.trimEnd().split('\r\n')
    expect(header).toMatch(/^dueDate,state,owner,tenant,claimId,/)
    expect(lines.map((line) => line.split(',').at(-1))).toEqual(listed.map(({ findingId }) => findingId))
    const exportId = randomUUID()
    await begin({ exportId, list: 'work', format: 'csv', query: String(new URLSearchParams(query)) })
    expect((await exportDone(exportId)).rows).toBe(listed.length)
    expect(await (await get(`/v1/exports/${exportId}/file`)).text()).toBe(text)
    expect((await get('/v1/work.xlsx', { queue: 'nonsense' })).status).toBe(400)
    expect((await get('/v1/work.xlsx', { limit: '5' })).status).toBe(400)
  })

  it('is made in the background, is the same file, and is gone when it is removed', async () => {
    const exportId = randomUUID()
    const asked = { exportId, format: 'csv', query: 'sort=claimId' }
    expect((await begin({ ...asked, query: 'nonsense=1' })).status).toBe(400)
    const answer = await begin(asked)
    expect([answer.status, answer.headers.get('location')]).toEqual([202, `/v1/exports/${exportId}`])
    expect((await begin(asked)).status).toBe(202)
    const file = await exportDone(exportId)
    expect(file).toMatchObject({ rows: all().length, format: 'csv' })
    const text = await (await get(`/v1/exports/${exportId}/file`)).text()
    expect(text.length).toBe(file.bytes)
    expect(text).toBe(await (await get('/v1/findings.csv', { sort: 'claimId' })).text())
    expect((await fetch(`${url}/v1/exports/${exportId}?tenant=other`)).status).toBe(404)
    const remove = () => fetch(`${url}/v1/exports/${exportId}?tenant=${tenant}`, { method: 'DELETE' })
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 404])
    expect((await get(`/v1/exports/${exportId}/file`)).status).toBe(404)
  })

  it('that its process left behind is told as failed', async () => {
    const exportId = randomUUID()
    await ledger.query(
      `insert into export_file (tenant, person, export_id, format, query, told_at) select $1, person, $2, 'csv', '', now() - interval '2 minutes' from access_log limit 1`,
      [tenant, exportId],
    )
    expect(await json(`/v1/exports/${exportId}`)).toMatchObject({ state: 'failed' })
    expect((await get(`/v1/exports/${exportId}/file`)).status).toBe(409)
  })

  it('is noted in the access log, with the claims of each page', async () => {
    const rows: { pages: number; claims: number }[] = await ledger.query(
      `select count(*)::int as pages, sum(row_count)::int as claims from access_log where tenant = $1 and act = 'export'`,
      [tenant],
    )
    expect(rows[0]?.pages).toBeGreaterThan(2)
    expect(rows[0]?.claims).toBeGreaterThanOrEqual(all().length)
  })

  it('needs its tenant, and a query that is right', async () => {
    expect((await fetch(`${url}/v1/findings.csv`)).status).toBe(400)
    expect((await get('/v1/findings.csv', { nonsense: '1' })).status).toBe(400)
  })
})

const begin = (body: object) =>
  fetch(`${url}/v1/exports?tenant=${tenant}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

/** Its state is the signal; each answer is a request of its own. */
async function exportDone(exportId: string): Promise<{ rows: number; bytes: number }> {
  for (;;) {
    const file = (await json(`/v1/exports/${exportId}`)) as { state: string; rows: number; bytes: number }
    if (file.state === 'failed') throw new Error('the export failed')
    if (file.state === 'done') return file
  }
}

/** With nothing but what comes with Python: the archive's checksums, the sheets and their cells. */
const READ_XLSX = `
import sys, json, zipfile, xml.etree.ElementTree as ET
z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
n = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
text = lambda c: ''.join(c.itertext())
sheet = ET.fromstring(z.read('xl/worksheets/sheet1.xml')).find(n + 'sheetData')
rows = list(sheet)
header = [text(c) for c in rows[0]]
charge = rows[1][header.index('totalCharge')]
about = {text(r[0]): text(r[1]) for r in ET.fromstring(z.read('xl/worksheets/sheet2.xml')).find(n + 'sheetData')}
names = [s.get('name') for s in ET.fromstring(z.read('xl/workbook.xml')).find(n + 'sheets')]
assert names == ['findings', 'about'], names
print(json.dumps(dict(rows=len(rows) - 1, header=header, charge='n' if charge.find(n + 'v') is not None else 's', about=about)))
`

describe('arrivals', () => {
  const renamed = ({ findings }: AuditResult, at: number) =>
    findings.map((finding, place) => ({
      ...finding,
      findingId: `00000000-0000-5000-8000-${String(at * 100 + place).padStart(12, '0')}`,
    }))

  it('are told to who watches, once', async () => {
    const stream = await get('/v1/stream')
    expect(stream.headers.get('content-type')).toContain('text/event-stream')
    const reader = (stream.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
    let told = ''
    const heard = async (name: string): Promise<object> => {
      for (;;) {
        const data = new RegExp(`event: ${name}\n(?:id: .*\n)?data: (.*)\n`).exec(told)?.[1]
        if (data !== undefined) return JSON.parse(data) as object
        const { value, done } = await reader.read()
        if (done) throw new Error('the stream ended')
        told += value
      }
    }
    await heard('watching')
    const newer = results
      .filter(({ findings }) => findings.length > 0)
      .slice(0, 3)
      .map((result, at) => ({ ...result, claimId: `arrived-${at}`, findings: renamed(result, at) }))
    await recordClaims(ledger, ...newer)
    expect(await heard('arrived')).toEqual({
      findings: newer.reduce((sum, { findings }) => sum + findings.length, 0),
      claims: 3,
      isExact: true,
    })
    await reader.cancel()
  })
})

describe('what would be', () => {
  const claim = {
    claimId: 'T-1',
    claimType: 'institutional-inpatient',
    patient: { birthDate: '1961-04-02', sex: 'F' },
    admissionDate: '2026-01-04',
    dischargeDate: '2026-01-09',
    dischargeStatus: '01',
    diagnoses: [
      { sequence: 1, role: 'principal', code: 'M43.02', poa: 'Y' },
      { sequence: 2, role: 'secondary', code: 'M54.12', poa: 'Y' },
    ],
    procedures: [{ sequence: 1, code: '0RG10A0', date: '2026-01-05' }],
  }
  const attempt = async (changes: object, more: object = {}): Promise<{ status: number; body: Trial }> => {
    const answer = await fetch(`${url}/v1/claims:try?tenant=${tenant}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ claim, changes, ...more }),
    })
    return { status: answer.status, body: (await answer.json()) as Trial }
  }
  interface Trial {
    before: AuditResult
    after: AuditResult
    difference: { drgImpact: object | null; gained: string[]; lost: string[] }
  }

  it('is regrouped with the code that is added, by the same grouper, with its trace', async () => {
    const { status, body } = await attempt({ add: [{ code: 'G95.9', poa: 'Y' }] })
    expect(status).toBe(200)
    expect(body.difference.drgImpact).toMatchObject({ before: '473', after: '472', weightDelta: 0.5048 })
    expect(body.after.drg?.asSubmitted.trace.length).toBeGreaterThan(0)
  })

  it('is what other order, removal, replacement or status makes of it', async () => {
    const ordered = await attempt({ order: ['m54.12'] })
    expect(ordered.body.after.facets.codes).toEqual(expect.arrayContaining(['M54.12', 'M43.02']))
    expect((await attempt({ remove: ['M54.12'] })).body.after.facets.codes).toEqual(['M43.02', '0RG10A0'])
    expect((await attempt({ replace: [{ from: 'M54.12', to: 'G95.9' }] })).body.difference.drgImpact).toMatchObject({
      after: '472',
    })
    const medical = await attempt({ removeProcedures: ['0RG10A0'] })
    expect(medical.body.difference.drgImpact).toMatchObject({ before: '473', after: '552' })
    const later = await attempt({}, { msDrg: '44.0' })
    expect(later.body.before.editions.msDrg).toBe('44.0')
  })

  it.each([
    ['a code that is not on the claim', { remove: ['G95.9'] }, {}, '/remove/0'],
    ['a change that is not known', { swap: [] }, {}, '/changes'],
    ['a version that is not loaded', {}, { msDrg: '12.0' }, '/msDrg'],
    ['what is not a claim', {}, { claim: { claimId: 'x' } }, '/claimType'],
  ])('is refused with its place: %s', async (_, changes, more, pointer) => {
    const { status, body } = await attempt(changes, more)
    expect(status).toBe(422)
    const { errors } = body as unknown as { errors: { pointer: string }[] }
    expect(errors.map((error) => error.pointer)).toContain(pointer)
  })
})

describe('codes and rules', () => {
  it('are pages', async () => {
    expect(await json('/v1/codes/m4302', { date: '2026-05-09' })).toMatchObject({
      code: 'M43.02',
      status: 'billable',
      parent: { code: 'M43.0' },
      msDrg: { severity: 'NCC' },
    })
    expect((await get('/v1/codes/M99.99X')).status).toBe(404)
    expect((await get('/v1/codes/M43.02', { date: '1999-01-01' })).status).toBe(400)
  })

  it('say how many findings of a rule are open', async () => {
    const { items } = (await json('/v1/rules')) as { items: { id: string; openFindings: number }[] }
    const [finding] = all()
    const held = items.find(({ id }) => id === finding?.ruleId)
    expect(held?.openFindings).toBeGreaterThanOrEqual(all().filter(({ ruleId }) => ruleId === finding?.ruleId).length)
    expect(await json(`/v1/rules/${finding?.ruleId}`)).toMatchObject({ rule: { id: finding?.ruleId } })
    expect((await get('/v1/rules/none')).status).toBe(404)
  })
})
