/**
 * The targets of every package and of the whole tree, told to Nx in one place: a package.json with a `src` beside it can
 * be built, linted and tested. `nx affected -t lint test` runs what a change reaches; results are cached by their inputs.
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

const TOOLS = ['{workspaceRoot}/package-lock.json', '{workspaceRoot}/.swcrc', '{workspaceRoot}/tools/build-package.mjs']
const EVERYTHING = [
  '{workspaceRoot}/{apps,contracts,examples,libs,test,tools}/**/*',
  '{workspaceRoot}/{*,.swcrc,.dependency-cruiser.mjs}',
]

/** A page's sources, and what its build is made with; of other packages it has only types. */
const PAGE = ['production', '{workspaceRoot}/package-lock.json', '{workspaceRoot}/tools/build-page.mjs']

const shell = (command) => ({ executor: 'nx:run-commands', options: { command } })

const buildPackage = (folder) => ({
  ...shell(`node tools/build-package.mjs ${folder}`),
  cache: true,
  dependsOn: ['^build'],
  inputs: ['production', '^production', ...TOOLS],
  outputs: ['{projectRoot}/dist', '{projectRoot}/src/generated'],
})

const buildPage = (folder) => ({
  ...shell(`node tools/build-page.mjs ${folder}`),
  cache: true,
  inputs: PAGE,
  outputs: ['{projectRoot}/dist'],
})

/** What holds of the whole tree or does not; `npm test` runs each. Nothing is asked again of a tree that has not changed. */
export const CHECKS = {
  eslint: 'eslint --max-warnings 0 .',
  types: 'tsc --noEmit -p tsconfig.base.json',
  'types-of-the-page': 'tsc --noEmit -p apps/workbench/tsconfig.json',
  format: 'prettier --check --log-level warn .',
  'import-circles': 'depcruise --config .dependency-cruiser.mjs apps contracts/src libs',
  unused: 'knip --no-progress',
}

const check = (name) => ({
  ...shell(CHECKS[name]),
  cache: true,
  inputs: name === 'format' ? ['{workspaceRoot}/**/*'] : EVERYTHING,
})
const checksOfTree = Object.fromEntries(Object.keys(CHECKS).map((name) => [name, check(name)]))

const targetsOf = (folder, isPage) => ({
  build: isPage ? buildPage(folder) : buildPackage(folder),
  lint: { ...shell(`eslint --max-warnings 0 ${folder}`), cache: true, inputs: EVERYTHING },
  test: {
    ...shell(
      `NODE_OPTIONS="--experimental-vm-modules --no-warnings" jest --selectProjects unit --passWithNoTests ${folder}/`,
    ),
    cache: true,
    dependsOn: ['build'],
    inputs: ['default', '^default', ...TOOLS, '{workspaceRoot}/jest.config.mjs'],
  },
})

export const createNodesV2 = [
  '{package.json,{contracts,libs/*,apps/*}/package.json}',
  (files, _options, { workspaceRoot }) => [
    ['package.json', { projects: { '.': { targets: checksOfTree } } }],
    ...files
      .map((file) => [file, dirname(file)])
      .filter(([, folder]) => existsSync(join(workspaceRoot, folder, 'src')))
      .map(([file, folder]) => [
        file,
        {
          projects: { [folder]: { targets: targetsOf(folder, existsSync(join(workspaceRoot, folder, 'index.html'))) } },
        },
      ]),
  ],
]
