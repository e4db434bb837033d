/**
 * `npm run bench -- workbench [--findings 1000000] [--claims 2000]`: what a person waits for at the page, in Chromium,
 * by the browser's own clock. The findings are narrow rows, 70 % of them the person's tenant's and closed; the claims
 * are synthetic, audited and recorded with their bodies, and what is open. One more claim has a note of 40,000
 * characters.
 */
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { auditClaim } from '@claims-audit/audit'
import { normalizeClaim } from '@claims-audit/claim'
import type { AuditResult, SubmittedClaim } from '@claims-audit/contracts'
import { apiLogin, archiveBatch, foldCounts, migrate, openLedger } from '@claims-audit/ledger'
import type { Ledger } from '@claims-audit/ledger'
import { openKnowledge } from '@claims-audit/reference'
import { freePort } from '@claims-audit/stack'
import { installedChromium, openChromium } from '../browser/chromium.ts'
import { ServiceProcess } from '../operations/service-process.ts'
import { recordClaims } from '../decisions/judged-claims.ts'
import { syntheticClaims } from '../e2e/synthetic-claims.ts'
import { freshDatabase } from '../fresh-database.ts'
import { freshStack } from '../fresh-stack.ts'

const { values } = parseArgs({
  options: { findings: { type: 'string', default: '1000000' }, claims: { type: 'string', default: '2000' } },
})
/** That of the demo people. */
const TENANT = 'sample'
const NOTE = 'note-of-40000-characters'

/** Closed findings that lists pass over: from a number alone, so that each run has the same. */
const ROWS = `
insert into work_finding (finding_id, revision, tenant, claim_id, version, rule_id, severity, facility_id, payer_id, coder, final_drg,
  discharge_date, amount_cents, is_open, active, due_from, impact_cents, recorded_at)
select md5('f' || n)::uuid, 0, case when n % 10 < 7 then '${TENANT}' else 't' || n % 97 end, 'C-' || n / 3, 1, 'rule.' || n % 90, 1 + n % 3, 'F' || n % 40,
  'P' || n % 12, 'coder-' || n % 60, '552', date '2025-01-01' + n % 540, 0, false, false, date '2025-01-05' + n % 540, 0, timestamptz '2025-01-01' + n * interval '4 seconds'
from generate_series(1, $1::int) as n`

/** 200 paragraphs with a mention each; what is between them fills up to 40,000 characters. */
const SENTENCES = ['Cervical spondylolysis at C6.', 'No myelopathy.', 'Possible radiculopathy.', 'History of a fusion.']
const note = Array.from({ length: 200 }, (_, at) =>
  `${SENTENCES[at % 4]} ${'The patient walked the hall and slept well. '.repeat(4)}`.slice(0, 199),
).join('\n')

async function seed(ledger: Ledger): Promise<number> {
  await ledger.query(ROWS, [Number(values.findings)])
  const knowledge = openKnowledge()
  const audited = (claim: SubmittedClaim): AuditResult[] => {
    const result = auditClaim(normalizeClaim(claim), knowledge)
    return 'rejected' in result ? [] : [result]
  }
  const claims = [...syntheticClaims(Number(values.claims), 8, 'open')].map((claim) => ({ ...claim, tenant: TENANT }))
  const results = claims.flatMap(audited)
  for (let at = 0; at < results.length; at += 250) await recordClaims(ledger, ...results.slice(at, at + 250))
  const [first] = claims as [SubmittedClaim]
  const noted = { ...first, claimId: NOTE, documents: [{ id: 'D1', type: 'progress-note' as const, text: note }] }
  await recordClaims(ledger, ...audited(noted))
  const origin: { topic: string; partition: number; offset: string; timestamp: string }[] = await ledger.query(
    `select origin_topic as topic, origin_partition as partition, origin_offset::text as offset, origin_timestamp::text as timestamp from claim_outcome where claim_id = $1`,
    [NOTE],
  )
  await archiveBatch(
    ledger,
    origin.map((at) => ({ ...at, key: null, value: Buffer.from(JSON.stringify(noted)), headers: {} })),
  )
  await foldCounts(ledger)
  await ledger.query('vacuum (analyze) work_finding')
  return results.reduce((sum, { findings }) => sum + findings.length, 0)
}

/** Runs in the page: how long something takes from an act to the frame after it is there. */
const TIMED = `
globalThis.frames = (count) => new Promise((done) => { const next = () => (count-- === 0 ? done() : requestAnimationFrame(next)); next() })
globalThis.timed = async (act, isThere) => { const from = performance.now(); act(); while (!isThere()) await frames(1); await frames(1); return performance.now() - from }
globalThis.press = (key) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))`

/** Through 225 rows; a page of the list is read on the way twice. */
const SCROLLED = `(async () => {
  const grid = document.querySelector('.grid'); const took = []
  for (let n = 0, last = performance.now(); n < 120; n += 1) { grid.scrollTop += 60; await frames(1); const now = performance.now(); took.push(now - last); last = now }
  return took
})()`

const median = (times: number[]): number =>
  Math.round([...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] as number)
async function repeat(count: number, measure: (at: number) => Promise<number>): Promise<string> {
  const times: number[] = []
  for (let at = 0; at < count; at += 1) times.push(await measure(at))
  return `${median(times)} (${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))}, ${count} times)`
}

async function measure(page: Page, url: string): Promise<Record<string, string>> {
  const timed = (act: string, isThere: string): Promise<number> =>
    page.evaluate(`timed(() => ${act}, () => ${isThere})`)
  const usable = await repeat(5, async () => {
    await page.goto(`${url}/work`)
    await page.locator('.grid-row').first().waitFor()
    return page.evaluate('performance.now()')
  })
  const severities = ['error', 'warning', 'info']
  const filter = await repeat(6, (at) =>
    timed(
      `document.querySelector('.side a[title=${severities[at % 3]}]').click()`,
      `[...document.querySelectorAll('.grid-row .tag:first-child')].length > 0 && document.querySelector('.grid-row .tag.${severities[at % 3]}') !== null && document.querySelectorAll('.grid-row .tag.${severities[(at + 1) % 3]}').length === 0`,
    ),
  )
  await page.goto(`${url}/work`)
  await page.locator('.grid-row').nth(10).waitFor()
  const cursor = "document.querySelector('.grid').getAttribute('aria-activedescendant')"
  const next = await repeat(30, () =>
    page.evaluate(`(() => { const at = ${cursor}; return timed(() => press('j'), () => ${cursor} !== at) })()`),
  )
  const frames: number[] = []
  for (let round = 0; round < 5; round += 1) {
    await page.goto(`${url}/work`)
    await page.locator('.grid-row').nth(10).waitFor()
    frames.push(...(await page.evaluate<number[]>(SCROLLED)))
  }
  await page.goto(`${url}/claims/${TENANT}/${NOTE}`)
  await page.locator('mark').nth(190).waitFor()
  const mark = "document.querySelector('mark[data-current]')"
  const mention = await repeat(30, () =>
    page.evaluate(`(() => { const at = ${mark}; return timed(() => press('n'), () => ${mark} !== at) })()`),
  )
  return {
    'rows usable, ms after navigation': usable,
    'filter by severity, ms until the rows are there': filter,
    'j, ms until the frame after it': next,
    'scrolling 60 px a frame, ms a frame': `${median(frames)} (at most ${Math.round(Math.max(...frames))}; ${frames.filter((ms) => ms > 50).length} of ${frames.length} over 50)`,
    [`n among ${await page.locator('.document-text mark').count()} marks, ms until the frame after it`]: mention,
  }
}

const chromium = installedChromium()
if (chromium === undefined) process.exit(2)
const { stack } = await freshStack('bench-workbench')
const databaseUrl = await freshDatabase(stack.databaseUrl, 'workbench')
const ledger = await openLedger({ databaseUrl })
await migrate(ledger)
const open = await seed(ledger)
const port = String(await freePort())
const people = new ServiceProcess('demo-people', { API_PORT: port })
const api = new ServiceProcess('api', {
  DATABASE_URL: (await apiLogin(ledger, databaseUrl, 'a login of the whole server')) ?? databaseUrl,
  PORT: port,
  DEMO_ISSUER: await people.listening(),
  REQUESTS_PER_MINUTE: '100000',
})
const url = await api.listening()
const browser = await openChromium(chromium)
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
await page.addInitScript(TIMED)
await page.goto(url)
await page.locator('button[value=ana]').click()
await page.waitForURL((at) => at.origin === url)
console.log(
  `${values.findings} findings closed, ${open} open; load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`,
)
console.table(await measure(page, url))
console.log(
  `load at the end ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`,
)
await browser.close()
await Promise.all([api.stop(), people.stop()])
await ledger.destroy()
await stack.stop()
