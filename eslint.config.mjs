/**
 * Style is a matter of taste; this file is not about it. It holds the boundaries of the house (docs/adr/0001): each
 * package says in its package.json what kind it is and which room, the table below says who may import whom, and the
 * rules are derived from the two.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { createNodeResolver, importX } from 'eslint-plugin-import-x'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

const root = import.meta.dirname
const KINDS = ['pure', 'io', 'app', 'page', 'contracts']
const LIBS = [
  'claim',
  'x12',
  'access',
  'notes',
  'fhir',
  'decisions',
  'code-sets',
  'ms-drg',
  'evidence',
  'audit',
  'code-pages',
  'reference',
  'event-log',
  'ledger',
  'operations',
  'runs',
  'long-audits',
  'submission',
  'door',
  'composition',
  'settings',
  'service',
  'stack',
]

/** Who may import whom; what is not named is forbidden. `types`: only with `import type`. Every app has the row of apps. */
export const MAY_IMPORT = {
  contracts: { values: [] },
  claim: { values: ['contracts'] },
  x12: { values: ['contracts'] },
  access: { values: ['contracts'] },
  notes: { values: ['contracts'] },
  fhir: { values: ['contracts', 'notes'] },
  decisions: { values: ['contracts'], types: ['access'] },
  'code-sets': { values: ['contracts'] },
  evidence: { values: ['contracts'] },
  'ms-drg': { values: ['contracts', 'code-sets'] },
  audit: { values: ['contracts', 'claim'], types: ['code-sets', 'ms-drg', 'evidence'] },
  'code-pages': { values: ['contracts', 'audit'], types: ['code-sets', 'ms-drg'] },
  reference: { values: ['contracts', 'claim', 'code-sets', 'ms-drg', 'evidence', 'audit'] },
  'event-log': { values: ['contracts'] },
  ledger: { values: ['contracts', 'decisions'], types: ['audit', 'access', 'composition'] },
  operations: { values: ['contracts', 'claim', 'code-sets', 'event-log', 'ledger'] },
  runs: { values: ['contracts', 'claim', 'audit', 'reference', 'event-log', 'ledger'] },
  'long-audits': { values: ['contracts', 'claim', 'audit', 'reference', 'event-log'] },
  submission: { values: ['contracts', 'claim', 'code-sets', 'fhir'], types: ['event-log'] },
  door: { values: ['event-log', 'ledger', 'submission'], types: ['contracts'] },
  composition: { values: ['contracts', 'claim'] },
  settings: { values: ['contracts'], types: ['event-log'] },
  service: { values: ['contracts', 'event-log', 'access', 'settings'] },
  stack: { values: ['contracts'] },
  workbench: { values: [], types: ['contracts'] },
  app: { values: ['contracts', ...LIBS] },
}

/** Every workspace package: its folder, kind and room. Throws where a package does not say, or has no row. */
export const packages = ['contracts', ...inside('libs'), ...inside('apps')].map(packageIn)

function inside(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`)
    .filter((path) => readdirSync(join(root, path)).includes('package.json'))
}

function packageIn(folder) {
  const { name, nx } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  const tags = nx?.tags ?? []
  const kinds = tags.filter((tag) => KINDS.includes(tag))
  const rooms = tags.filter((tag) => tag.startsWith('room:')).map((tag) => tag.slice('room:'.length))
  if (kinds.length !== 1 || rooms.length !== 1)
    throw new Error(`${folder}/package.json needs one tag of ${KINDS.join(', ')} and one room:… tag`)
  const row = kinds[0] === 'app' ? 'app' : rooms[0]
  if (!MAY_IMPORT[row]) throw new Error(`${folder}: room ${rooms[0]} has no row in eslint.config.mjs`)
  return { folder, name, kind: kinds[0], room: rooms[0], mayImport: { types: [], ...MAY_IMPORT[row] } }
}

/** Tests cross boundaries on purpose: they compare rooms, and read what rooms wrote. */
const SPECS = '**/*.spec.ts'
const TYPESCRIPT = '**/*.{ts,tsx}'

const NO_EXPORT_ALL = { selector: 'ExportAllDeclaration', message: 'Name what the edge file exports.' }
const DEEP = { regex: '^@claims-audit/[^/]+/', message: 'Import a package by its edge file.' }
const DEPLOY = { regex: '(^|/)deploy/', message: 'No package imports deploy.' }

const anyOf = (names) => `(?:${names.join('|')})`
const outside = (names) => `^@claims-audit/(?!${anyOf(['$none', ...names])}(?:/|$))`

/** Patterns of no-restricted-imports that a package's row stands for. */
function boundary({ room, mayImport: { values, types } }) {
  const typesOnly = types.map((name) => ({
    regex: `^@claims-audit/${name}(?:/|$)`,
    allowTypeImports: true,
    message: `${room} may import only types of ${name}.`,
  }))
  return [
    { regex: outside([...values, ...types]), message: `${room} may not import this room.` },
    ...typesOnly,
    DEEP,
    DEPLOY,
  ]
}

const builtin = builtinModules.filter((name) => !name.startsWith('node:')).map((name) => name.replaceAll('/', '\\/'))
const PURE_IMPORTS = [
  { regex: `^(?:node:(?!crypto$)|${anyOf(builtin)}$)`, message: 'Pure: no Node built-ins but hash of node:crypto.' },
  {
    regex: '^(?:@nestjs/|@opentelemetry/|(?:typeorm|kafkajs|pg|pino)(?:/|$))',
    message: 'Pure: no frameworks, no drivers.',
  },
]
const PURE_PATHS = [{ name: 'node:crypto', allowImportNames: ['hash'], message: 'Pure: only hash.' }]

const NO_CLOCK = 'Pure: time is an argument.'
const PURE_SYNTAX = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: NO_CLOCK },
  { selector: "CallExpression[callee.name='Date']", message: NO_CLOCK },
  {
    selector: 'CallExpression[callee.property.name=/^(localeCompare|toLocale.*)$/]',
    message: "Pure: the result depends on the machine's locale.",
  },
  { selector: 'ImportExpression', message: 'Pure: imports are static, so that the boundaries hold.' },
]
const PURE_PROPERTIES = [
  { object: 'Date', property: 'now', message: NO_CLOCK },
  { object: 'Math', property: 'random', message: 'Pure: no randomness.' },
  { object: 'crypto', property: 'randomUUID', message: 'Pure: no randomness; ids are derived.' },
]
const PURE_GLOBALS = [
  ...['performance', 'process', 'fetch', 'console', 'crypto', 'globalThis', 'global'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
].map((name) => ({ name, message: 'Pure: a function of its arguments, with no other effect.' }))

const UNUSED = { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }
const error = (...options) => ['error', ...options]

function packageRules(pkg) {
  const pure = pkg.kind === 'pure' || pkg.kind === 'contracts'
  const restricted = boundary(pkg)
  // The import rule does not look into `import()`.
  const dynamic = {
    selector: `ImportExpression[source.value=/${restricted.map(({ regex }) => `(?:${regex.replaceAll('/', '\\/')})`).join('|')}/]`,
    message: `${pkg.room} may not import this.`,
  }
  return {
    files: [`${pkg.folder}/{src,bin}/**/*.{ts,tsx,mjs,js}`],
    ignores: [SPECS],
    rules: {
      '@typescript-eslint/no-restricted-imports': error({
        paths: pure ? PURE_PATHS : [],
        patterns: pure ? [...restricted, ...PURE_IMPORTS] : restricted,
      }),
      'import-x/no-relative-packages': 'error',
      'import-x/no-extraneous-dependencies': error({
        packageDir: join(root, pkg.folder),
        devDependencies: false,
        includeTypes: true,
      }),
      'no-restricted-syntax': error(NO_EXPORT_ALL, ...(pure ? PURE_SYNTAX : [dynamic])),
      ...(pure && {
        'no-restricted-properties': error(...PURE_PROPERTIES),
        'no-restricted-globals': error(...PURE_GLOBALS),
      }),
    },
  }
}

const tsResolver = createNodeResolver({
  extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
  conditionNames: ['types', 'import', 'node', 'default'],
  extensionAlias: { '.js': ['.ts', '.js'] },
})

const NODE_GLOBALS = [
  'console',
  'process',
  'Buffer',
  'URL',
  'fetch',
  'performance',
  'AbortController',
  'AbortSignal',
].concat([
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'globalThis',
  'structuredClone',
  'TextEncoder',
  'TextDecoder',
])

export default defineConfig(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/generated/',
      '**/coverage/',
      '.nx/',
      '.local/',
      'test/fixtures/lint/',
    ],
  },
  {
    files: ['**/*.{ts,tsx,mjs,js}'],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { 'import-x': importX, '@typescript-eslint': tseslint.plugin },
    settings: { 'import-x/resolver-next': [tsResolver], 'import-x/extensions': ['.ts', '.tsx', '.mjs', '.js'] },
    rules: {
      eqeqeq: error('always', { null: 'ignore' }),
      'no-constant-condition': 'error',
      'no-cond-assign': 'error',
      'no-debugger': 'error',
      'no-dupe-else-if': 'error',
      'no-empty': 'error',
      'no-fallthrough': 'error',
      'no-irregular-whitespace': 'error',
      'no-loss-of-precision': 'error',
      'no-self-assign': 'error',
      'no-self-compare': 'error',
      'no-sparse-arrays': 'error',
      'no-template-curly-in-string': 'error',
      'no-unsafe-finally': 'error',
      'no-unsafe-optional-chaining': 'error',
      'no-useless-catch': 'error',
      'no-useless-escape': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': error(NO_EXPORT_ALL),
      'import-x/no-cycle': error({ maxDepth: Infinity }),
      'import-x/no-self-import': 'error',
    },
  },
  {
    files: ['**/*.{mjs,js}'],
    languageOptions: { globals: Object.fromEntries(NODE_GLOBALS.map((name) => [name, 'readonly'])) },
    rules: { 'no-undef': 'error', 'no-unused-vars': error(UNUSED) },
  },
  {
    files: [TYPESCRIPT],
    extends: [tseslint.configs.recommended],
    languageOptions: {
      parserOptions: { project: ['tsconfig.base.json', 'apps/workbench/tsconfig.json'], tsconfigRootDir: root },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // `import { type A }` is emitted as `import {}`: a type-only boundary would be crossed at run time.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': error(UNUSED),
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
    },
  },
  ...packages.map(packageRules),
  {
    files: ['test/**/*.ts', 'test/**/*.mjs', 'tools/**/*.mjs', 'tools/**/*.ts'],
    ignores: [SPECS],
    rules: { 'no-restricted-imports': error({ patterns: [DEEP] }) },
  },
)
