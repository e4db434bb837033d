import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
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

  it('nothing of it took a mouse, or made the browser complain', async () => {
    expect(await Promise.all(visits.map(({ pointed }) => pointed()))).toEqual(visits.map(() => false))
    expect(visits.flatMap(({ problems }) => problems)).toEqual([])
  })
})
