import { writeFileSync } from 'node:fs'
import { SETTINGS } from './table.js'
import type { Setting } from './kinds.js'

/** `npm run docs:settings`: writes docs/settings.md from the table; a test fails while it is stale. */
export const SETTINGS_PAGE = new URL('../../../docs/settings.md', import.meta.url)

const INTRODUCTION = `# Settings

Generated from the tables in \`libs/settings/src\` by \`npm run docs:settings\`.

Services, the command line and \`npm start\` read the same environment variables, once, when they start. A wrong value ends
the start with status 2 and one line that names the variable. A secret may also come from a file: \`DATABASE_URL_FILE\`,
\`KAFKA_SASL_PASSWORD_FILE\` and \`SIGNING_KEY_FILE\` name one. Restart a service to rotate a certificate or a password.`

export function settingsPage(): string {
  const rows = Object.entries(SETTINGS).map(([name, row]: [string, Setting<unknown>]) =>
    [`\`${name}\``, row.meaning, row.values, row.default, row.readBy].join(' | '),
  )
  return `${INTRODUCTION}\n\n| variable | meaning | values | default | read by |\n| --- | --- | --- | --- | --- |\n${rows.map((row) => `| ${row} |`).join('\n')}\n`
}

if (process.argv[1]?.endsWith('describe-settings.js')) writeFileSync(SETTINGS_PAGE, settingsPage())
