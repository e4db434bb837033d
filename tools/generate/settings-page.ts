import { SETTINGS } from '@claims-audit/settings'
import type { Setting } from '@claims-audit/settings'

const INTRODUCTION = `# Settings

Generated from the tables in \`libs/settings/src\` by \`npm run generate\`.

Services, the command line and \`npm start\` read the same environment variables, once, when they start. A wrong value ends
the start with status 2 and one line that names the variable. A secret may also come from a file: \`DATABASE_URL_FILE\`,
\`KAFKA_SASL_PASSWORD_FILE\` and \`SIGNING_KEY_FILE\` name one. Restart a service to rotate a certificate or a password.`

/** The text of docs/settings.md. */
export function settingsPage(): string {
  const rows = Object.entries(SETTINGS).map(([name, row]: [string, Setting<unknown>]) =>
    [`\`${name}\``, row.meaning, row.values, row.default, row.readBy].join(' | '),
  )
  return `${INTRODUCTION}\n\n| variable | meaning | values | default | read by |\n| --- | --- | --- | --- | --- |\n${rows.map((row) => `| ${row} |`).join('\n')}\n`
}
