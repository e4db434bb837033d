import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Download } from 'playwright-core'
import { installedChromium } from './chromium.js'
import { notice, startWorkbench, submitAgain, visit } from './workbench.js'
import type { Visit, Workbench } from './workbench.js'

/* What a person who judges needs beside a single verdict: versions, many findings at once, files, refusals. By keys alone. */

const chromium = installedChromium()

;(chromium === undefined ? describe.skip : describe)('judging', () => {
  let workbench: Workbench
  const visits: Visit[] = []
  const comes = async (person: string, path = '/'): Promise<Visit> => {
    const here = await visit(workbench, person, { path })
    visits.push(here)
    return here
  }

  beforeAll(async () => {
    workbench = await startWorkbench(chromium as string)
  }, 120_000)
  afterAll(() => workbench?.stop())

  it('two versions of a claim are beside each other, reached from its history, in the address', async () => {
    const claimId = 'spondylolysis-left-at-the-header'
    await submitAgain(workbench, claimId, {
      version: 2,
      diagnoses: [
        { sequence: 1, role: 'principal', code: 'M43.02', poa: 'Y' },
        { sequence: 2, role: 'secondary', code: 'I10', poa: 'Y' },
      ],
    })
    const { page } = await comes('ana', `/claims/sample/${claimId}?tab=history`)
    await page.getByRole('link', { name: 'Compare with version 1' }).press('Enter')
    await page.waitForURL(/tab=versions&a=1&b=2/)
    const results = page.getByRole('region', { name: 'Audited as' })
    await results.getByRole('row', { name: /DRG as coded 999 .* 552 Medical Back/ }).waitFor()
    const codes = page.getByRole('tabpanel').getByRole('region', { name: 'Codes' })
    for (const name of [/M43\.0\b.* Removed$/, /M43\.02 .* Added$/, /I10 .* – 2 · Secondary · POA Y Added$/])
      await codes.getByRole('row', { name }).waitFor()
    const findings = page.getByRole('tabpanel').getByRole('region', { name: 'Findings' })
    await findings.getByRole('row', { name: /^Gone code\./ }).waitFor()
    await page.reload()
    await results.waitFor()
    await page.keyboard.press('1')
    await page.keyboard.press('v')
    await results.waitFor()
    expect(await page.getByLabel('Compare version').inputValue()).toBe('1')
  })

  it('a lead acts on all that a filter matches, told beforehand what is refused, and undoes it', async () => {
    const { page } = await comes('lee', '/work?severity=info')
    await page.getByRole('button', { name: 'sample' }).press('Enter')
    await page.getByRole('grid').waitFor()
    await page.goto(`${workbench.url}/work?severity=info`)
    await page.getByRole('grid').getByRole('row').nth(1).waitFor()
    await page.keyboard.press('A')
    const bar = page.getByRole('region', { name: 'Acts on the selection' })
    await bar.getByText(/^All \d+ that match are selected$/).waitFor()
    await bar.getByRole('button', { name: 'Agree', exact: true }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/\d+ of \d+ would be done\./).waitFor()
    await dialog.getByRole('button', { name: /^Agree \d+/ }).press('Enter')
    await bar.getByText(/^\d+ done/).waitFor()
    const agreed = page.getByRole('grid').getByText('Agreed', { exact: true })
    await agreed.first().waitFor()
    await bar.getByRole('button', { name: /^Undo \d+$/ }).press('Enter')
    await notice(page, /^\d+ undone\.$/)
    expect(await agreed.count()).toBe(0)
    // What the api could not act on is not offered.
    await page.goto(`${workbench.url}/work?q=M43.02`)
    await page.getByRole('grid').getByRole('row').nth(1).waitFor()
    await page.keyboard.press('A')
    await notice(page, /^To act on all that match, filter by/)
  })

  it('a short queue is a file at once, a long one is made in the background', async () => {
    const { page } = await comes('ana', '/work?severity=error&sort=-impact')
    const rows = page.getByRole('grid').getByRole('row')
    await rows.nth(1).waitFor()
    const ids = await page.locator('.grid-row').evaluateAll((all) => all.map(({ id }) => id.replace('row-', '')))
    const choose = async (format: string): Promise<void> => {
      await page.getByRole('button', { name: 'Export' }).press('Enter')
      await page.getByRole('menuitem', { name: format }).press('Enter')
    }
    const direct = page.waitForEvent('download')
    await choose('CSV')
    const text = await textOf(await direct)
    expect(
      text
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(',').at(-1)),
    ).toEqual(ids)
    // As of a queue that is too long to be counted.
    await page.route('**/v1/work:count*', async (route) => {
      const counts = (await (await route.fetch()).json()) as { queues: { all: { isExact: boolean } } }
      counts.queues.all.isExact = false
      await route.fulfill({ json: counts })
    })
    await page.reload()
    await page.getByText(/^at least \d+ findings$/).waitFor()
    await choose('CSV')
    const link = page.getByRole('link', { name: `Download CSV, ${ids.length} rows` })
    await link.waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('q')
    await page.goBack()
    const made = page.waitForEvent('download')
    await link.press('Enter')
    expect(await textOf(await made)).toBe(text)
    await page.getByRole('button', { name: 'Delete the exported file' }).press('Enter')
    await link.waitFor({ state: 'detached' })
    const coder = await comes('cody', '/work')
    await coder.page.getByRole('grid').waitFor()
    expect(await coder.page.getByRole('button', { name: 'Export' }).count()).toBe(0)
  })

  it('a verdict shows at once; refused, it shows what holds instead, and what was written is kept', async () => {
    const { page } = await comes('ana', '/work?severity=warning')
    const rows = page.locator('.grid-row')
    await rows.nth(2).waitFor()
    const orders = (): Promise<string[]> => rows.evaluateAll((all) => all.map(({ id }) => id))
    const before = await orders()
    const lee = await comes('lee')
    await lee.page.getByRole('button', { name: 'sample' }).press('Enter')
    await lee.page.getByRole('grid').waitFor()
    await lee.page.goto(`${workbench.url}/work?severity=warning&at=${(before[0] as string).replace('row-', '')}`)
    await lee.page.locator('.grid-row[data-cursor=true]').waitFor()
    await lee.page.keyboard.press('d')
    await lee.page.getByRole('dialog').getByRole('radio').first().waitFor()
    await lee.page.getByRole('dialog').getByRole('button', { name: 'Disagree' }).press('Enter')
    await notice(lee.page, /^Disagreed\./)
    const held = Promise.withResolvers<undefined>()
    let asked = 0
    await page.route('**/verdicts', async (route) => {
      asked += 1
      await held.promise
      await route.continue()
    })
    await page.keyboard.press('r')
    await page.getByRole('dialog').getByLabel('Note').fill('Waits for imaging')
    await page.getByRole('dialog').getByRole('button', { name: 'Defer' }).press('Enter')
    await rows.first().getByText('Deferred', { exact: true }).waitFor()
    // An undo waits for what it undoes: of a refused act there is nothing, and the one before it is not meant.
    await page.keyboard.press('u')
    held.resolve(undefined)
    await notice(page, /^Not done, on .*: It is decided already\./)
    await rows.first().getByText('Disagreed', { exact: true }).waitFor()
    expect([await orders(), asked]).toEqual([before, 1])
    await page.keyboard.press('k')
    await page.keyboard.press('r')
    expect(await page.getByRole('dialog').getByLabel('Note').inputValue()).toBe('Waits for imaging')
    await page.keyboard.press('Escape')
    // Where nothing answers, it is as it was.
    await page.keyboard.press('j')
    await page.unroute('**/verdicts')
    await page.route('**/verdicts', (route) => route.abort())
    const second = rows.nth(1)
    const was = await second.textContent()
    await page.keyboard.press('a')
    await notice(page, /^Not done, on .*: The api was not reached/)
    expect(await second.textContent()).toBe(was)
  })

  it('five claims are taken and judged by keys alone', async () => {
    const { page } = await comes('ana', '/work')
    await page.getByRole('grid').waitFor()
    const from = performance.now()
    const taken = new Set<string>()
    for (let at = 0; at < 5; at += 1) {
      const before = page.url()
      await page.keyboard.press('t')
      await page.waitForURL((url) => url.pathname.startsWith('/claims/') && url.href !== before)
      await page.getByText('Yours', { exact: true }).waitFor()
      taken.add(new URL(page.url()).pathname)
      const open = page.locator('.finding-cards').getByText('Open', { exact: true })
      await page.locator('.finding-cards .card').first().waitFor()
      for (let left = await open.count(); left > 0; left -= 1) {
        await page.keyboard.press('a')
        await page.waitForFunction(OPEN_ARE, left - 1)
      }
    }
    process.stdout.write(`five claims by keys: ${((performance.now() - from) / 1_000).toFixed(1)} s\n`)
    expect(taken.size).toBe(5)
    for (const path of taken) {
      await page.goto(`${workbench.url}${path}`)
      await page.locator('.finding-cards .card').first().waitFor()
      await page.waitForFunction(OPEN_ARE, 0)
    }
  })

  it('nothing of it took a mouse, or made the browser complain', async () => {
    expect(await Promise.all(visits.map(({ pointed }) => pointed()))).toEqual(visits.map(() => false))
    expect(visits.flatMap(({ problems }) => problems)).toEqual([])
  })
})

/** Runs in the page: whether so many findings of the claim are open. */
const OPEN_ARE =
  "(left) => [...document.querySelectorAll('.finding-cards .tag')].filter((tag) => tag.textContent === 'Open').length === left"

const textOf = async (download: Download): Promise<string> => readFile(await download.path(), 'utf8')
