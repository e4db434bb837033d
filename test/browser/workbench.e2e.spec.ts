import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Correction } from '@claims-audit/contracts'
import { watchCorrections } from '../e2e/running.js'
import type { Watch } from '../e2e/running.js'
import { installedChromium } from './chromium.js'
import { notice, startWorkbench, visit } from './workbench.js'
import type { Visit, Workbench } from './workbench.js'

/* The shortest way through the workbench, on the running pipeline: what npm test shows of it. All else is in npm run test:browser. */

const chromium = installedChromium()
const HEADER = '/claims/sample/spondylolysis-left-at-the-header'

;(chromium === undefined ? describe.skip : describe)('a demo auditor', () => {
  let workbench: Workbench
  let corrections: Watch<Correction>
  let ana: Visit

  beforeAll(async () => {
    workbench = await startWorkbench(chromium as string)
    corrections = await watchCorrections()
    ana = await visit(workbench, 'ana')
  }, 120_000)
  afterAll(async () => {
    await corrections?.stop()
    await workbench?.stop()
  })

  it('sees the worklist after one choice, without a single complaint of the browser', async () => {
    await ana.page.getByRole('grid').getByRole('row').nth(5).waitFor()
    expect(new URL(ana.page.url()).pathname).toBe('/work')
    expect(ana.problems).toEqual([])
  })

  it('takes the next claim and disagrees with a reason, by keys alone', async () => {
    const { page } = ana
    await page.keyboard.press('t')
    await page.waitForURL(/\/claims\/sample\//)
    await page.getByText('Yours').waitFor()
    await page.keyboard.press('d')
    await page.getByRole('radio', { name: 'The evidence was misread' }).press('Space')
    await page.keyboard.press('Enter')
    await notice(page, 'Disagreed.')
    await page.getByRole('main').getByText('Disagreed', { exact: true }).waitFor()
    expect(await ana.pointed()).toBe(false)
  })

  it('sees what another code would do, then agrees, and the correction is sent', async () => {
    const { page } = ana
    await page.goto(`${workbench.url}${HEADER}`)
    await page.getByRole('heading', { name: /finding/ }).waitFor()
    await page.keyboard.press('2')
    await page.getByRole('button', { name: /\+ code\./ }).press('Enter')
    await page.getByRole('row', { name: /With changes 552/ }).waitFor()
    await page.keyboard.press('1')
    await page.locator('mark[data-current]', { hasText: 'defect through the left C6 pars' }).waitFor()
    await page.keyboard.press('a')
    await notice(page, /^Agreed\. One correction sent\.$/)
    const [sent] = await corrections.until(
      ({ decidedBy, claimId }) => decidedBy === 'auditor' && HEADER.endsWith(claimId),
    )
    expect(sent).toMatchObject({ kind: 'code-change', drgBefore: '999', drgAfter: '552' })
    await page.keyboard.press('4')
    await page.getByRole('row', { name: /Code change M43\.0 → M43\.02.*999 → 552 Auditor/ }).waitFor()
    expect([await ana.pointed(), ana.problems]).toEqual([false, []])
  })

  it('of another tenant is shown nothing at the same address', async () => {
    const otto = await visit(workbench, 'otto', { path: HEADER })
    await otto.page.getByRole('heading', { name: 'Not found' }).waitFor()
    await otto.page.goto(`${workbench.url}/work`)
    await otto.page.getByText('Every finding is decided.').waitFor()
    expect(await otto.page.getByText('spondylolysis').count()).toBe(0)
  })
})
