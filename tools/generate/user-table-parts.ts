import { USER_TABLES, USER_TABLE_NAMES, describeUserTable } from '@claims-audit/contracts'

/** The rows of docs/cli.md, one for each of the user's tables. */
export const rowsOfUserTables = (): string =>
  [
    ['option', 'setting', 'what the file holds'],
    ['-', '-', '-'],
    ...Object.values(USER_TABLES).map((table) => [
      `\`--${table.option} FILE\``,
      `\`${table.setting}\``,
      `Your ${describeUserTable(table)}. ${table.details}`,
    ]),
  ]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('')

/** Their options, within a tuple of Python. */
export const namesOfUserTables = (): string =>
  Object.values(USER_TABLES)
    .map(({ option }) => JSON.stringify(option))
    .join(', ')

interface Schema {
  $defs: { Editions: { properties: Record<string, object> } }
}

/** The schema of what the events share, whose editions name a digest for each of the user's tables. */
export function digestsOfUserTables(text: string): string {
  const schema = JSON.parse(text) as Schema
  const { Editions } = schema.$defs
  const own = Object.entries(Editions.properties).filter(([name]) => !USER_TABLE_NAMES.some((table) => table === name))
  const digests = USER_TABLE_NAMES.map((name) => [
    name,
    { type: 'string', description: `sha256 over the ${USER_TABLES[name].holds}, where one is loaded` },
  ])
  Editions.properties = Object.fromEntries([...own, ...digests])
  return JSON.stringify(schema, null, 2)
}
