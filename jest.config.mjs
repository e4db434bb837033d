/** One project per cost: the test's suffix says what it needs. unit: nothing; int: Kafka or Postgres; e2e: the running pipeline; browser: that and a browser. */
const project = (cost, extra = {}) => ({
  displayName: cost,
  rootDir: import.meta.dirname,
  cacheDirectory: `${import.meta.dirname}/.local/jest`,
  testMatch: [`<rootDir>/{contracts,libs,apps,test,tools}/**/*.${cost}.spec.ts`],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': ['@swc/jest', { swcrc: false, ...swc }],
  },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@claims-audit/contracts$': '<rootDir>/contracts/src/contracts.ts',
    '^@claims-audit/([a-z0-9-]+)$': '<rootDir>/libs/$1/src/$1.ts',
  },
  ...extra,
})

const swc = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2023',
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
}

const withStack = {
  globalSetup: '<rootDir>/test/stack/start.mjs',
  setupFiles: ['<rootDir>/test/stack/of-worker.mjs'],
  globalTeardown: '<rootDir>/test/stack/stop.mjs',
}

export default {
  projects: [project('unit'), project('int', withStack), project('e2e', withStack), project('browser', withStack)],
  testTimeout: 60_000,
  workerIdleMemoryLimit: '1GB',
}
