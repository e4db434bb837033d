import { describe, expect, it } from '@jest/globals'
import { ESLint } from 'eslint'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import tseslint from 'typescript-eslint'

interface Package {
  folder: string
  kind: string
  room: string
  mayImport: { values: string[]; types: string[] }
}
interface Boundaries {
  MAY_IMPORT: Record<string, unknown>
  packages: Package[]
}

const root = join(import.meta.dirname, '../..')
const { MAY_IMPORT, packages } = (await import(join(root, 'eslint.config.mjs'))) as Boundaries

/** The real config; only what needs types is off, since a file that does not exist is in no program. */
const eslint = new ESLint({ cwd: root, ignore: false, overrideConfig: tseslint.configs.disableTypeChecked })

/** The ids of the rules that a file would break, were it at this path. */
async function broken(at: string, code: string): Promise<(string | null)[]> {
  return idsOf(await eslint.lintText(`${code}\n`, { filePath: join(root, at) }))
}

function idsOf(results: ESLint.LintResult[]): (string | null)[] {
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId ?? message))
}

const IMPORTS = '@typescript-eslint/no-restricted-imports'
const EXTRANEOUS = 'import-x/no-extraneous-dependencies'
const SYNTAX = 'no-restricted-syntax'
const PROPERTIES = 'no-restricted-properties'
const GLOBALS = 'no-restricted-globals'

interface Case {
  name: string
  at: string
  breaks: string[]
  unlawful: string
  lawful: string
}

const uses = (name: string, from: string) => `import { ${name} } from '${from}'\nexport const used = ${name}`
const usesType = (name: string, from: string) => `import type { ${name} } from '${from}'\nexport type Used = ${name}`

const rooms: Case[] = [
  {
    name: 'a pure room imports no io room, not even its types',
    at: 'libs/audit/src/x.ts',
    breaks: [IMPORTS, EXTRANEOUS],
    unlawful: usesType('Outcome', '@claims-audit/ledger'),
    lawful: usesType('Finding', '@claims-audit/contracts'),
  },
  {
    name: 'an io room imports only the rooms of its row',
    at: 'libs/event-log/src/x.ts',
    breaks: [IMPORTS, EXTRANEOUS],
    unlawful: uses('openLedger', '@claims-audit/ledger'),
    lawful: uses('TOPICS', '@claims-audit/contracts'),
  },
  {
    name: 'an app imports no other app',
    at: 'apps/drg/src/x.ts',
    breaks: [IMPORTS],
    unlawful: uses('validate', '@claims-audit/code-validation'),
    lawful: uses('auditDrg', '@claims-audit/audit'),
  },
  {
    name: 'a page has types of contracts, and nothing else of ours',
    at: 'apps/workbench/src/x.tsx',
    breaks: [IMPORTS],
    unlawful: uses('dotted', '@claims-audit/contracts'),
    lawful: usesType('ApiPaths', '@claims-audit/contracts'),
  },
  {
    name: 'audit imports types of code-sets, not its values',
    at: 'libs/audit/src/x.ts',
    breaks: [IMPORTS],
    unlawful: uses('editionsOn', '@claims-audit/code-sets'),
    lawful: usesType('Editions', '@claims-audit/code-sets'),
  },
  {
    name: 'ledger imports types of audit, not its values',
    at: 'libs/ledger/src/x.ts',
    breaks: [IMPORTS],
    unlawful: uses('settle', '@claims-audit/audit'),
    lawful: usesType('Outcome', '@claims-audit/audit'),
  },
  {
    name: 'a type-only import leaves no import behind at run time',
    at: 'libs/ledger/src/x.ts',
    breaks: ['@typescript-eslint/no-import-type-side-effects'],
    unlawful: "import { type Outcome } from '@claims-audit/audit'\nexport type Used = Outcome",
    lawful: usesType('Outcome', '@claims-audit/audit'),
  },
  {
    name: 'contracts imports nothing of ours',
    at: 'contracts/src/x.ts',
    breaks: [IMPORTS, EXTRANEOUS],
    unlawful: usesType('Claim', '@claims-audit/claim'),
    lawful: usesType('ErrorObject', 'ajv'),
  },
  {
    name: 'a package is imported by its edge file',
    at: 'apps/drg/src/x.ts',
    breaks: [IMPORTS],
    unlawful: uses('settle', '@claims-audit/audit/src/settle.js'),
    lawful: uses('settle', '@claims-audit/audit'),
  },
  {
    name: 'helpers of tests import packages by their edge files, too',
    at: 'test/protocol/x.ts',
    breaks: ['no-restricted-imports'],
    unlawful: uses('settle', '@claims-audit/audit/src/settle.js'),
    lawful: uses('settle', '@claims-audit/audit'),
  },
  {
    name: 'no relative path leaves its package',
    at: 'libs/ms-drg/src/x.ts',
    breaks: ['import-x/no-relative-packages'],
    unlawful: uses('openColumns', '../../code-sets/src/storage/columns.js'),
    lawful: uses('openColumns', '@claims-audit/code-sets'),
  },
  {
    name: 'no package imports deploy',
    at: 'libs/stack/src/x.ts',
    breaks: [IMPORTS],
    unlawful: uses('settings', '../../../deploy/settings.js'),
    lawful: uses('findJava', './kafka-from-jars.js'),
  },
  {
    name: 'an import() is held to the same boundary',
    at: 'apps/drg/src/x.ts',
    breaks: [SYNTAX],
    unlawful: "export const other = () => import('@claims-audit/findings')",
    lawful: "export const other = () => import('@claims-audit/reference')",
  },
  {
    name: 'a package imports what its package.json names',
    at: 'libs/event-log/src/x.ts',
    breaks: [EXTRANEOUS],
    unlawful: uses('Client', 'pg'),
    lawful: uses('Kafka', 'kafkajs'),
  },
  {
    name: 'an edge file names what it exports',
    at: 'libs/ledger/src/x.ts',
    breaks: [SYNTAX],
    unlawful: "export * from './outbox.js'",
    lawful: "export { relayOutbox } from './outbox.js'",
  },
]

const pure: Case[] = [
  {
    name: 'no node:fs',
    at: 'libs/code-sets/src/x.ts',
    breaks: [IMPORTS],
    unlawful: uses('readFileSync', 'node:fs'),
    lawful: uses('hash', 'node:crypto'),
  },
  {
    name: 'no fs by its old name',
    at: 'libs/code-sets/src/x.ts',
    breaks: [IMPORTS],
    unlawful: uses('readFile', 'fs/promises'),
    lawful: uses('readFile', './read-file.js'),
  },
  {
    name: 'only hash of node:crypto',
    at: 'libs/audit/src/x.ts',
    breaks: [IMPORTS],
    unlawful: uses('randomUUID', 'node:crypto'),
    lawful: uses('v5', 'uuid'),
  },
  ...['kafkajs', 'pg', 'typeorm', '@nestjs/common', '@nestjs/core'].map((driver) => ({
    name: `no ${driver}`,
    at: 'libs/claim/src/x.ts',
    breaks: [IMPORTS, EXTRANEOUS],
    unlawful: usesType('It', driver),
    lawful: usesType('SubmittedClaim', '@claims-audit/contracts'),
  })),
  ...[
    { name: 'Date.now', breaks: PROPERTIES, unlawful: 'export const at = () => Date.now()' },
    {
      name: 'Date.now by another name',
      breaks: PROPERTIES,
      unlawful: 'const { now } = Date\nexport const at = () => now()',
    },
    { name: 'new Date()', breaks: SYNTAX, unlawful: 'export const at = () => new Date()' },
    { name: 'Date()', breaks: SYNTAX, unlawful: 'export const at = () => Date()' },
  ].map((clock) => ({
    ...clock,
    name: `no ${clock.name}`,
    at: 'libs/claim/src/x.ts',
    breaks: [clock.breaks],
    lawful: 'export const at = (now: string) => new Date(now)',
  })),
  {
    name: 'no Math.random',
    at: 'libs/ms-drg/src/x.ts',
    breaks: [PROPERTIES],
    unlawful: 'export const half = () => Math.random()',
    lawful: 'export const half = (n: number) => Math.floor(n / 2)',
  },
  {
    name: 'no crypto.randomUUID',
    at: 'libs/ms-drg/src/x.ts',
    breaks: [GLOBALS, PROPERTIES],
    unlawful: 'export const id = () => crypto.randomUUID()',
    lawful: 'export const id = (crypto: { randomUUID: string }) => crypto',
  },
  ...[
    'performance.now()',
    'process.env',
    "fetch('x')",
    'setTimeout(print)',
    'setInterval(print)',
    'console.log(1)',
    'globalThis.Date',
  ].map((effect) => ({
    name: `no ${effect}`,
    at: 'libs/evidence/src/x.ts',
    breaks: [GLOBALS],
    unlawful: `export const effect = (print: () => void) => [print, ${effect}]`,
    lawful: 'export const effect = (print: () => void) => [print]',
  })),
  {
    name: "nothing that depends on the machine's locale",
    at: 'libs/audit/src/x.ts',
    breaks: [SYNTAX],
    unlawful: 'export const order = (a: string, b: string) => a.localeCompare(b)',
    lawful: 'export const order = (a: string, b: string) => (a < b ? -1 : 1)',
  },
  {
    name: 'no import()',
    at: 'libs/evidence/src/x.ts',
    breaks: [SYNTAX],
    unlawful: "export const words = () => import('./words.js')",
    lawful: "export { words } from './words.js'",
  },
]

describe('who may import whom', () => {
  it.each(rooms)('$name', async ({ at, breaks, unlawful, lawful }) => {
    expect(await broken(at, unlawful)).toEqual(breaks)
    expect(await broken(at, lawful)).toEqual([])
  })

  it('lets tests import anything', async () => {
    const everything = [
      uses('settle', '@claims-audit/audit/src/settle.js'),
      "export { readFileSync } from 'node:fs'",
      'export const now = Date.now()',
    ].join('\n')
    expect(await broken('libs/claim/src/x.unit.spec.ts', everything)).toEqual([])
    expect(await broken('libs/claim/src/x.ts', everything)).not.toEqual([])
  })

  it('has no import cycle', async () => {
    const ids = async (folder: string) => idsOf(await eslint.lintFiles(`test/fixtures/lint/${folder}/*.ts`))
    expect(await ids('cycle')).toEqual(['import-x/no-cycle', 'import-x/no-cycle'])
    expect(await ids('line')).toEqual([])
  })
})

describe('what is pure', () => {
  it.each(pure)('has $name', async ({ at, breaks, unlawful, lawful }) => {
    expect(await broken(at, unlawful)).toEqual(breaks)
    expect(await broken(at, lawful)).toEqual([])
  })

  it('is not asked of a room that does I/O', async () => {
    expect(
      await broken(
        'libs/stack/src/x.ts',
        `${uses('readFile', 'node:fs/promises')}\nexport const at = () => [Date.now(), new Date()]`,
      ),
    ).toEqual([])
  })
})

const FOLDERS: Record<string, RegExp> = { contracts: /^contracts$/, app: /^apps\//, page: /^apps\// }

describe('the workspace', () => {
  const manifest = (folder: string) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))

  it.each(packages)('$folder has one kind, one room and a row', ({ folder, kind, room }) => {
    const { name, nx } = manifest(folder)
    expect(nx.tags).toEqual([kind, `room:${room}`])
    expect(name).toBe(`@claims-audit/${room}`)
    expect(folder).toMatch(FOLDERS[kind] ?? /^libs\//)
    expect(Object.keys(MAY_IMPORT)).toContain(kind === 'app' ? 'app' : room)
  })

  it.each(packages)('$folder depends only on rooms of its row', ({ folder, mayImport }) => {
    const { dependencies = {}, devDependencies = {} } = manifest(folder)
    const ours = Object.keys({ ...dependencies, ...devDependencies }).filter((name) =>
      name.startsWith('@claims-audit/'),
    )
    const allowed = [...mayImport.values, ...mayImport.types].map((room) => `@claims-audit/${room}`)
    expect(ours.filter((name) => !allowed.includes(name))).toEqual([])
  })

  it('has a package for every row', () => {
    const rows = packages.map(({ kind, room }) => (kind === 'app' ? 'app' : room))
    expect(Object.keys(MAY_IMPORT).filter((row) => !rows.includes(row))).toEqual([])
  })
})
