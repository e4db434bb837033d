import { readFileSync } from 'node:fs'
import { format } from 'prettier'
import { readRulePacks } from '@claims-audit/reference'
import { codedClaim } from './coded-claim.ts'
import { kafkaRights } from './kafka-rights.ts'
import { rulesPage } from './rules-page.ts'
import { settingsPage } from './settings-page.ts'
import { stageOperations } from './stage-operations.ts'
import { digestsOfUserTables, namesOfUserTables, rowsOfUserTables } from './user-table-parts.ts'

const root = new URL('../../', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8')

/** What is written by `npm run generate`: a file, and its text as the manifests and tables of the code have it. */
const GENERATED: Record<string, () => string> = {
  'docs/rules.md': () => rulesPage(readRulePacks()),
  'docs/settings.md': settingsPage,
  'docs/cli.md': () => between(read('docs/cli.md'), '<!-- user tables -->\n', '<!-- end -->', rowsOfUserTables()),
  'contracts/asyncapi.yaml': () =>
    between(read('contracts/asyncapi.yaml'), '  # Stages, by npm run generate\n', '\ncomponents:', stageOperations()),
  'contracts/schemas/common.v1.schema.json': () => digestsOfUserTables(read('contracts/schemas/common.v1.schema.json')),
  'contracts/schemas/claims.validated.v1.schema.json': () =>
    codedClaim(
      read('contracts/schemas/claims.validated.v1.schema.json'),
      read('contracts/schemas/claims.submitted.v1.schema.json'),
    ),
  'deploy/kafka/acls.json': () => JSON.stringify(kafkaRights()),
  'deploy/spark/audit_job.py': () => between(read('deploy/spark/audit_job.py'), 'TABLES = (', ')', namesOfUserTables()),
}

/** What the formatter of the tree leaves alone. */
const NOT_FORMATTED = ['docs/rules.md', 'docs/settings.md', 'deploy/spark/audit_job.py']

/** Each file with what it should hold, and whether it does. */
export const generatedFiles = (): Promise<{ file: URL; text: string; isCurrent: boolean }[]> =>
  Promise.all(
    Object.entries(GENERATED).map(async ([file, make]) => {
      const text = NOT_FORMATTED.includes(file)
        ? make()
        : await format(make(), { filepath: file, printWidth: 120, semi: false, singleQuote: true })
      return { file: new URL(file, root), text, isCurrent: read(file) === text }
    }),
  )

/** A text with another part between two marks. Throws where a mark is missing. */
function between(text: string, from: string, to: string, part: string): string {
  const start = text.indexOf(from) + from.length
  const end = text.indexOf(to, start)
  if (start < from.length || end === -1)
    throw new Error(`${JSON.stringify(from)} and ${JSON.stringify(to)} are missing`)
  return text.slice(0, start) + part + text.slice(end)
}
