import { existsSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { chromium } from 'playwright-core'

/** Where systems have the browser; CHROMIUM names another. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The installed Chromium or Chrome; undefined where there is none, with one line that says so. */
export function installedChromium(): string | undefined {
  const found = process.env['CHROMIUM'] ?? PLACES.find((path) => existsSync(path))
  if (found === undefined)
    process.stderr.write(
      'No Chromium or Chrome is installed: the tests in a browser are skipped (CHROMIUM=PATH names one)\n',
    )
  return found
}

/** As root, as in a container, Chromium has no sandbox of its own. */
export const openChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
