import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { installedChromium } from './chromium.js'
import { startWorkbench, submitAgain, visit } from './workbench.js'
import type { Visit, Workbench } from './workbench.js'

/* Every page on a tablet, both ways up, and at 200 % zoom, without motion: nothing scrolls sideways but tables and texts, nothing that can be pressed is cut off or lies under another. */

const chromium = installedChromium()
const SIZES: [name: string, width: number, height: number][] = [
  ['a tablet', 1024, 768],
  ['a tablet upright', 768, 1024],
  ['200 % zoom', 640, 450],
]
const CLAIM = '/claims/sample/myelopathy-uncoded-in-a-fusion'
const PAGES: Record<string, [path: string, there: string | RegExp][]> = {
  ana: [
    ['/work', 'Owner'],
    [CLAIM, 'Discharge summary'],
    [`${CLAIM}?tab=what-if`, 'How the grouper came there'],
    [`${CLAIM}?tab=history`, 'with findings'],
    [`${CLAIM}?tab=corrections`, /Asks for|No corrections/],
    [`${CLAIM}?tab=versions`, 'codes are different'],
    ['/queries', 'No query here'],
    ['/rules', 'neuro.myelopathy-uncoded'],
    ['/rules/neuro.myelopathy-uncoded', 'As it is written'],
    ['/codes/M43.02?date=2026-01-09', 'Notes in force'],
    ['/samples', 'Nothing to read blind'],
    ['/analytics?measure=findings&by=rule&rows=*', 'Close the rows'],
    ['/nowhere', 'There is no such page'],
    ['/dev/states', 'No right'],
  ],
  lee: [
    ['/settings', 'Reasons to disagree'],
    ['/runs', 'No run yet'],
    ['/pipeline', 'Outcomes of the last hour'],
    ['/quarantine', 'Nothing is quarantined'],
  ],
  priya: [
    ['/access-log', 'Outcome'],
    ['/retention', 'No claim is under a hold'],
  ],
}

;(chromium === undefined ? describe.skip : describe)('the workbench on a small screen', () => {
  let workbench: Workbench
  beforeAll(async () => {
    workbench = await startWorkbench(chromium as string)
    const diagnoses = ['M43.02', 'G99.2'].map((code, at) => ({ role: at === 0 ? 'principal' : 'secondary', code }))
    await submitAgain(workbench, CLAIM.split('/').at(-1) as string, { version: 2, diagnoses })
  }, 120_000)
  afterAll(() => workbench?.stop())

  describe.each(Object.entries(PAGES))('for %s', (person, pages) => {
    let here: Visit
    beforeAll(async () => {
      here = await visit(workbench, person)
      if (person === 'lee') await here.page.getByRole('button', { name: 'sample' }).press('Enter')
      await here.page.getByRole('grid').waitFor()
    })
    afterAll(() => here?.context.close())

    it.each(pages)('fits at %s', async (path, there) => {
      const { page } = here
      await page.goto(`${workbench.url}${path}`)
      await page.getByText(there).first().waitFor()
      const found: string[] = []
      for (const [name, width, height] of SIZES) {
        await page.setViewportSize({ width, height })
        await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
        found.push(...((await page.evaluate(FAULTS)) as string[]).map((fault) => `${name}: ${fault}`))
      }
      expect(found).toEqual([])
    })
  })
})

/**
 * Runs in the page. A fault is a page or a part that is wider than its place, unless it is one of those that scroll; a
 * control that is cut off at a side, whose words do not fit into it, or whose middle another element covers; motion.
 */
const FAULTS = `(() => {
  const SCROLL = '.grid, .plain-table, .table-scroll, pre, .document-text'
  const faults = []
  const nameOf = (element) => element.tagName.toLowerCase() + '.' + [...element.classList].join('.') + ' "' + (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40) + '"'
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest('.unseen, .skip')
  if (document.documentElement.scrollWidth > innerWidth) faults.push('the page scrolls sideways: ' + document.documentElement.scrollWidth)
  for (const element of document.querySelectorAll('#content, #content *')) {
    if (!isShown(element) || element.closest(SCROLL) || element.querySelector(':scope > table') ) continue
    const style = getComputedStyle(element)
    if (['auto', 'scroll'].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1) faults.push('scrolls sideways: ' + nameOf(element) + ' by ' + (element.scrollWidth - element.clientWidth))
  }
  for (const control of document.querySelectorAll('button, a[href], select, input, [role=tab]')) {
    if (!isShown(control) || control.closest(SCROLL)) continue
    control.scrollIntoView({ block: 'center', inline: 'nearest' })
    const { left, right, top, bottom, width, height } = control.getBoundingClientRect()
    if (width === 0 || height === 0) continue
    if (left < -1 || right > innerWidth + 1) { faults.push('cut off: ' + nameOf(control)); continue }
    if (control.matches('button, a') && control.scrollWidth > control.clientWidth + 2 && getComputedStyle(control).display !== 'inline' && getComputedStyle(control).overflow !== 'visible') faults.push('its words do not fit: ' + nameOf(control))
    const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
    if (over !== null && over !== control && !control.contains(over) && !over.contains(control) && control.closest('label') === null) faults.push('lies under ' + nameOf(over) + ': ' + nameOf(control))
  }
  for (const animation of document.getAnimations()) if (animation.effect.getComputedTiming().duration > 10) faults.push('moves: ' + nameOf(animation.effect.target))
  return faults
})()`
