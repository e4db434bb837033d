import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Correction } from '@claims-audit/contracts'
import { watchCorrections } from '../e2e/running.js'
import type { Watch } from '../e2e/running.js'
import { installedChromium } from './chromium.js'
import { SAMPLES, notice, startWorkbench, visit } from './workbench.js'
import type { Visit, Workbench } from './workbench.js'

/* What each role comes for, from beginning to end, by keys alone: no test of this file may use a mouse. */

const chromium = installedChromium()
const NEVER_MENTIONED = '/claims/sample/spondylolysis-never-mentioned'

;(chromium === undefined ? describe.skip : describe)('by keys alone', () => {
  let workbench: Workbench
  let corrections: Watch<Correction>
  const visits: Visit[] = []
  const comes = async (person: string, path = '/'): Promise<Visit> => {
    const here = await visit(workbench, person, { path })
    visits.push(here)
    return here
  }

  beforeAll(async () => {
    workbench = await startWorkbench(chromium as string)
    corrections = await watchCorrections()
  }, 120_000)
  afterAll(async () => {
    await corrections?.stop()
    await workbench?.stop()
  })

  it('an auditor moves in the list, selects, and decides several, with undo', async () => {
    const { page } = await comes('ana', '/work?rule=spondylolysis.imaging-missing')
    const rows = page.getByRole('grid').getByRole('row')
    await rows.nth(3).waitFor()
    await page.keyboard.press('J')
    await page.keyboard.press('J')
    await page.getByText('3 selected').waitFor()
    await page
      .getByRole('region', { name: 'Acts on the selection' })
      .getByRole('button', { name: 'Comment' })
      .press('Enter')
    await page.getByRole('dialog').getByRole('textbox').fill('Looked at together')
    await page.getByRole('dialog').getByRole('button', { name: 'Comment' }).press('Enter')
    await page.getByText('3 done.').waitFor()
    await page.keyboard.press('r')
    await page.getByRole('dialog').getByLabel('Defer until').waitFor()
    await page.keyboard.press('Enter')
    await notice(page, 'Deferred.')
    // The cursor has gone on: what is undone is what was decided.
    await page.keyboard.press('u')
    await notice(page, 'Undone.')
  })

  it('a view is saved for oneself and opened again', async () => {
    const { page } = await comes('ana', '/work?severity=error&sort=-impact')
    await page.getByRole('grid').waitFor()
    await page.getByRole('button', { name: 'Save this view' }).press('Enter')
    await page.getByRole('dialog').getByLabel('Name').fill('Errors by money')
    await page.keyboard.press('Enter')
    await notice(page, 'View “Errors by money” is saved.')
    await page.getByRole('link', { name: 'All', exact: false }).first().press('Enter')
    await page.getByRole('link', { name: 'Errors by money' }).press('Enter')
    await page.waitForURL(/severity=error&sort=-impact|sort=-impact&severity=error/)
  })

  it('a query is written under the lint, sent, and answered by a coder', async () => {
    const { page } = await comes('ana', NEVER_MENTIONED)
    await page.getByRole('heading', { name: /finding/ }).waitFor()
    await page.keyboard.press('q')
    await page.getByRole('heading', { name: 'Query to a provider' }).waitFor()
    // Nothing of money, weight or DRG may be on it (ACDIS/AHIMA query practice brief, 2022).
    expect(await page.getByRole('main').textContent()).not.toMatch(/DRG|weight|\$|payment/i)
    const question = page.getByLabel('Question')
    const compliant = await question.inputValue()
    await question.fill('Please confirm the spondylolysis, it pays more.')
    await page
      .getByText(/Question: /)
      .first()
      .waitFor()
    expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true)
    await question.fill(compliant)
    await page.getByText(/^Compliant/).waitFor()
    await page.getByLabel('Provider to ask').fill('1234567893')
    await page.keyboard.press('Control+Enter')
    await notice(page, 'The query is sent.')
    const [sent] = await corrections.until(
      ({ kind, decidedBy }) => kind === 'provider-query' && decidedBy === 'auditor',
    )
    expect(sent).toMatchObject({ addressee: '1234567893', drgBefore: null, drgAfter: null })
    const at = new URL(page.url()).pathname
    const coder = await comes('cody', at)
    await coder.page.getByLabel('The provider’s answer').fill('Neck pain only')
    await coder.page.getByRole('button', { name: 'Record the answer' }).press('Enter')
    await notice(coder.page, 'Recorded.')
    await coder.page.getByText('Answered', { exact: true }).waitFor()
  })

  it('a lead sets a policy of two persons, and reviews what an auditor agreed with', async () => {
    const lee = await comes('lee')
    await lee.page.getByRole('button', { name: 'sample' }).press('Enter')
    await lee.page.getByRole('grid').waitFor()
    await lee.page.keyboard.press(',')
    await lee.page.getByLabel('Sent after').selectOption('2')
    await lee.page
      .getByRole('region', { name: /Who decides/ })
      .getByRole('button', { name: 'Save', exact: true })
      .press('Enter')
    await notice(lee.page, 'Saved.')
    const ana = await comes('ana', '/work?rule=code.excludes1')
    await ana.page.getByRole('grid').getByRole('row').nth(1).waitFor()
    await ana.page.keyboard.press('a')
    await notice(ana.page, /^Agreed\. It waits for a second review\./)
    await lee.page.goto(`${workbench.url}/work?queue=second-review`)
    await lee.page.getByRole('grid').getByRole('row').nth(1).waitFor()
    await lee.page.keyboard.press('b')
    await lee.page.getByRole('dialog').getByRole('textbox').fill('Which encounter?')
    await lee.page.getByRole('dialog').getByRole('button', { name: 'Return' }).press('Enter')
    await notice(lee.page, 'Returned to the auditor.')
    await ana.page.goto(`${workbench.url}/work?queue=returned`)
    await ana.page.getByRole('grid').getByRole('row').nth(1).waitFor()
  })

  it('a decided finding is read blind by another person, who is told the verdict only then', async () => {
    const lee = await comes('lee')
    await lee.page.getByRole('button', { name: 'sample' }).press('Enter')
    await lee.page.getByRole('grid').waitFor()
    await lee.page.keyboard.press(',')
    await lee.page.getByLabel('Sent after').selectOption('1')
    await lee.page.getByLabel('Read blind').selectOption('1')
    await lee.page
      .getByRole('region', { name: /Who decides/ })
      .getByRole('button', { name: 'Save', exact: true })
      .press('Enter')
    await notice(lee.page, 'Saved.')
    const ana = await comes('ana', '/work?rule=code.not-billable')
    await ana.page.getByRole('grid').getByRole('row').nth(1).waitFor()
    await ana.page.keyboard.press('a')
    await notice(ana.page, /^Agreed\./)
    await lee.page.keyboard.press('g')
    await lee.page.keyboard.press('b')
    await lee.page.getByRole('main').getByRole('link').first().press('Enter')
    await lee.page.getByText('To be read blind').waitFor()
    expect(await lee.page.getByRole('main').textContent()).not.toMatch(/\bana\b/)
    await lee.page.keyboard.press('a')
    await notice(lee.page, /^Blind reading recorded: agreed/)
    await lee.page.goto(`${workbench.url}/analytics?measure=reader-agreement&by=rule`)
    await lee.page.getByRole('cell', { name: '1 of 1' }).first().waitFor()
  })

  it('a quarantined event is opened with a purpose, mended, and submitted again', async () => {
    // The same version with other content.
    const claim = { ...(JSON.parse(SAMPLES.split('\n')[0] as string) as object), totalCharge: '1.00' }
    const { claimId } = claim as unknown as { claimId: string }
    await fetch(`http://127.0.0.1:${workbench.running.ports.intake}/v1/claims`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(claim),
    })
    const { page } = await comes('lee')
    await page.getByRole('button', { name: 'sample' }).press('Enter')
    await page.getByRole('grid').waitFor()
    const link = page.getByRole('link', { name: claimId })
    await expect(appears(page, link)).resolves.toBeUndefined()
    await link.press('Enter')
    await page.getByRole('button', { name: 'Show the claim' }).press('Enter')
    const field = page.getByLabel('The claim, as JSON')
    await field.fill((await field.inputValue()).replace('"version": 1', '"version": 2'))
    await page.getByRole('button', { name: 'Replace the claim' }).press('Enter')
    await notice(page, /^The claim is replaced/)
    await page.getByRole('button', { name: 'Submit again' }).press('Enter')
    await notice(page, /^It is submitted again/)
  })

  it('a run is asked for, followed to its end, and compared with what is live', async () => {
    const { page } = await comes('lee')
    await page.getByRole('button', { name: 'sample' }).press('Enter')
    await page.getByRole('grid').waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await page.getByRole('button', { name: 'Request a run' }).press('Enter')
    await page.getByLabel(/MS-DRG version/).fill('42.0')
    await page.keyboard.press('Enter')
    await page.getByText('Done', { exact: true }).waitFor({ timeout: 60_000 })
    await page.getByRole('link', { name: 'Compare with live' }).press('Enter')
    await page.getByText('Audited by both').waitFor()
  }, 90_000)

  it('a page and a code are found by what is typed, and the health page tells how the stages are doing', async () => {
    const { page } = await comes('lee', '/work')
    await page.getByRole('button', { name: 'sample' }).press('Enter')
    await page.getByRole('grid').waitFor()
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('combobox', { name: /^An act, a page/ })
    await palette.fill('health')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Pipeline health' }).waitFor()
    await page.getByRole('row', { name: /^findings claims\.audited 0/ }).waitFor()
    await page.getByRole('img', { name: 'Outcomes by minute' }).waitFor()
    await page.keyboard.press(':')
    await palette.fill('m4302')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/codes\/M43\.02/)
  })

  it('compliance sees who saw what, and no one else does', async () => {
    const { page } = await comes('priya', '/access-log')
    await page.getByLabel('Claim').fill('spondylolysis-never-mentioned')
    await page.keyboard.press('Enter')
    await page
      .getByRole('row', { name: /ana auditor documents/ })
      .first()
      .waitFor()
    const ana = await comes('ana', '/work')
    await ana.page.getByRole('grid').waitFor()
    expect(await ana.page.getByRole('link', { name: 'Access log' }).count()).toBe(0)
    await ana.page.goto(`${workbench.url}/access-log`)
    await ana.page.getByText('This is not for your role').waitFor()
  })

  it('nothing of it took a mouse, or made the browser complain', async () => {
    expect(await Promise.all(visits.map(({ pointed }) => pointed()))).toEqual(visits.map(() => false))
    expect(visits.flatMap(({ problems }) => problems)).toEqual([])
  })
})

/** Goes to the quarantine again until the event has come there. */
async function appears(page: Visit['page'], link: ReturnType<Visit['page']['getByRole']>): Promise<void> {
  do {
    await page.keyboard.press('g')
    await page.keyboard.press('e')
    await page.getByRole('heading', { name: 'Quarantine', exact: true }).waitFor()
    await page.reload()
    await page
      .getByRole('main')
      .getByText(/Nothing is quarantined|Reason/)
      .first()
      .waitFor()
  } while ((await link.count()) === 0)
}
