import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { ScreenedClaim } from '@claims-audit/contracts'
import { openLedger, setTenantSetting } from '@claims-audit/ledger'
import { brokers, startRunning, watchScreened } from '../e2e/running.js'
import type { Running } from '../e2e/running.js'
import { freshLog } from '../fresh-log.js'
import { openChromium } from './chromium.js'

/** The sample claims, one a line. */
export const SAMPLES = readFileSync(new URL('../../contracts/examples/claims.jsonl', import.meta.url), 'utf8').trim()
const CLAIMS = SAMPLES.split('\n').length

/** The pipeline with the sample claims audited, demo people, and a browser. */
export interface Workbench {
  running: Running
  url: string
  browser: Browser
  stop(): Promise<void>
}

/** Corrections of the tenant `sample` wait for one person, so that a verdict is what sends them. */
export async function startWorkbench(chromium: string): Promise<Workbench> {
  await freshLog(brokers)
  const running = await startRunning(false, { demo: true })
  await letOnePersonDecide(running.databaseUrl)
  const screened = await watchScreened()
  await fetch(`http://127.0.0.1:${running.ports.intake}/v1/claims:batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: SAMPLES,
  })
  await screened.until((claim: ScreenedClaim) => claim.tenant === 'sample', CLAIMS)
  await screened.stop()
  const browser = await openChromium(chromium)
  return {
    running,
    url: `http://127.0.0.1:${running.ports.api}`,
    browser,
    stop: async () => {
      await browser.close()
      await running.pipeline.stop()
    },
  }
}

/** A sample claim once more, changed; resolves once it is audited. */
export async function submitAgain({ running }: Workbench, claimId: string, change: object): Promise<void> {
  const claims = SAMPLES.split('\n').map((line) => JSON.parse(line) as { claimId: string })
  const claim = { ...claims.find((each) => each.claimId === claimId), ...change }
  const screened = await watchScreened()
  await fetch(`http://127.0.0.1:${running.ports.intake}/v1/claims`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(claim),
  })
  await screened.until((event: ScreenedClaim) => event.claimId === claimId)
  await screened.stop()
}

async function letOnePersonDecide(databaseUrl: string): Promise<void> {
  const ledger = await openLedger({ databaseUrl, poolSize: 1 })
  const lead = { tenant: 'sample', person: 'lee', facilities: null, roles: ['lead'] as const }
  await setTenantSetting(ledger, lead, 'release-policy', [{ rule: '*', payer: null, severity: null, persons: 1 }])
  await ledger.destroy()
}

/**
 * A person at the page. `problems` are what the browser complained of: errors of scripts, and what the policy of the
 * page refused.
 */
export interface Visit {
  page: Page
  context: BrowserContext
  problems: string[]
  /** Whether a mouse or a finger was used since the last sign-in. */
  pointed(): Promise<boolean>
}

const NOTES_POINTERS = "addEventListener('pointerdown', () => { globalThis.pointed = true }, true)"

/** Signs a demo person in, by keys, and waits for the page. */
export async function visit(
  { browser, url }: Workbench,
  person: string,
  { scheme = 'light', path = '/' }: { scheme?: 'light' | 'dark'; path?: string } = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  })
  await context.addInitScript(NOTES_POINTERS)
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) problems.push(message.text())
  })
  await page.goto(`${url}${path}`)
  await page.locator(`button[value=${person}]`).press('Enter')
  await page.waitForURL((now) => now.origin === url)
  return { page, context, problems, pointed: () => page.evaluate('globalThis.pointed === true') }
}

/** What the page said last. */
export const notice = (page: Page, text: RegExp | string) =>
  page.getByRole('status').filter({ hasText: text }).waitFor()
