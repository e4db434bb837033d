import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { installedChromium } from './chromium.js'
import { startWorkbench, submitAgain, visit } from './workbench.js'
import type { Visit, Workbench } from './workbench.js'

/* Every page and state by axe (WCAG 2.0 to 2.2, A and AA), in light and dark. It finds about half of what can be wrong; the journeys by keys show more. */

const chromium = installedChromium()
const CLAIM = '/claims/sample/myelopathy-uncoded-in-a-fusion'
/** It comes a second time. */
const TWICE = '/claims/sample/spondylolysis-left-at-the-header'
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What a page says once it is there, and what is pressed then. */
const PAGES: [path: string, there: string, keys?: string[]][] = [
  ['/work', 'Owner'],
  ['/work?queue=mine', 'Nothing here'],
  ['/work?severity=error&dense=yes', 'Clear filters'],
  ['/work', 'Owner', ['x', 'J']],
  ['/work', 'Owner', ['d']],
  ['/work', 'Owner', ['r']],
  ['/work', 'Owner', ['l']],
  ['/work', 'Owner', ['?']],
  [CLAIM, 'Discharge summary'],
  [`${CLAIM}?tab=what-if`, 'How the grouper came there'],
  [`${CLAIM}?tab=history`, 'with findings'],
  [`${CLAIM}?tab=corrections`, 'No corrections'],
  [`${CLAIM}?tab=versions`, 'One version'],
  [`${TWICE}?tab=versions`, 'codes are different'],
  ['/claims/sample/none', 'Not found'],
  ['/queries', 'No query here'],
  ['/rules', 'neuro.myelopathy-uncoded'],
  ['/rules/neuro.myelopathy-uncoded', 'As it is written'],
  ['/codes/M43.02?date=2026-01-09', 'Notes in force'],
  ['/codes/0RG10A0?date=2026-01-09', 'Characters'],
  ['/samples', 'Nothing to read blind'],
  ['/analytics', 'Code accuracy'],
  ['/analytics?measure=findings&by=rule&rows=*', 'Close the rows'],
  ['/analytics?measure=agreement&by=coder', 'It divides'],
  ['/nowhere', 'There is no such page'],
  ['/dev/states', 'No right'],
]

/** Pages that an auditor does not see. */
const OF_OTHERS: [person: string, path: string, there: string][] = [
  ['lee', '/settings', 'Reasons to disagree'],
  ['lee', '/runs', 'No run yet'],
  ['lee', '/pipeline', 'Outcomes of the last hour'],
  ['lee', '/quarantine', 'Nothing is quarantined'],
  ['priya', '/access-log', 'Outcome'],
  ['priya', '/retention', 'No claim is under a hold'],
  ['priya', CLAIM, 'Documents are not for your role'],
  ['rita', '/settings', 'This is not for your role'],
]

;(chromium === undefined ? describe.skip : describe)('the workbench', () => {
  let workbench: Workbench
  beforeAll(async () => {
    workbench = await startWorkbench(chromium as string)
    const diagnoses = ['M43.02', 'I10'].map((code, at) => ({ role: at === 0 ? 'principal' : 'secondary', code }))
    await submitAgain(workbench, TWICE.split('/').at(-1) as string, { version: 2, diagnoses })
  }, 120_000)
  afterAll(() => workbench?.stop())

  describe.each(['light', 'dark'] as const)('in %s', (scheme) => {
    let ana: Visit
    beforeAll(async () => {
      ana = await visit(workbench, 'ana', { scheme })
    })
    afterAll(() => ana?.context.close())

    it.each(PAGES)('has nothing to complain of at %s (%s)', async (path, there, keys = []) => {
      const { page, problems } = ana
      await page.goto(`${workbench.url}${path}`)
      await page.getByText(there).first().waitFor()
      for (const key of keys) await page.keyboard.press(key)
      if (keys.length === 1) await page.getByRole('dialog').waitFor()
      expect([await violations(page), problems]).toEqual([[], []])
    })

    it.each(OF_OTHERS)('has nothing to complain of for %s at %s', async (person, path, there) => {
      const { page, context, problems } = await visit(workbench, person, { scheme })
      if (person === 'lee') await page.getByRole('button', { name: 'sample' }).press('Enter')
      await page.getByRole('grid').waitFor()
      await page.goto(`${workbench.url}${path}`)
      await page.getByText(there).first().waitFor()
      expect([await violations(page), problems]).toEqual([[], []])
      await context.close()
    })

    it('has nothing to complain of where the session has ended', async () => {
      await ana.page.goto(`${workbench.url}/dev/states`)
      await ana.page.getByRole('button', { name: 'Session ended' }).press('Enter')
      await ana.page.getByText('Sign in again', { exact: true }).waitFor()
      expect(await violations(ana.page)).toEqual([])
    })
  })
})

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary}`),
  )
}
