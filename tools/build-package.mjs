/**
 * `node tools/build-package.mjs FOLDER`: builds one package from src to dist. Files are replaced one by one, each at
 * once, so that what runs from dist meanwhile always finds its modules. The package's own `prebuild` and `postbuild`
 * scripts make what is not TypeScript.
 */
import { transformFile } from '@swc/core'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { root } from './installed.mjs'

const SOURCE = /^(?!.*\.(?:unit|int|e2e)\.spec\.ts$).*\.(?:ts|js)$/
const BUILT = /\.js(?:\.map)?$/

const folder = resolve(root, process.argv[2] ?? '.')
const [src, dist] = [join(folder, 'src'), join(folder, 'dist')]
const { scripts = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

runScript('prebuild')
const written = new Set((await Promise.all(filesIn(src, SOURCE).map(buildFile))).flat())
for (const path of filesIn(dist, BUILT)) if (!written.has(path)) rmSync(path)
runScript('postbuild')

/** Paths of a folder's files, at any depth. */
function filesIn(path, pattern) {
  mkdirSync(path, { recursive: true })
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

async function buildFile(path) {
  const target = join(dist, relative(src, path)).replace(/\.ts$/, '.js')
  const { code, map } = await transformFile(path, {
    configFile: join(root, '.swcrc'),
    sourceMaps: true,
    sourceFileName: relative(dirname(target), path),
  })
  replaceFile(target, `${code}\n//# sourceMappingURL=${basename(target)}.map\n`)
  replaceFile(`${target}.map`, map)
  return [target, `${target}.map`]
}

function replaceFile(path, content) {
  mkdirSync(dirname(path), { recursive: true })
  const next = `${path}.next`
  writeFileSync(next, content)
  renameSync(next, path)
}

function runScript(name) {
  if (scripts[name] === undefined) return
  const { status } = spawnSync(scripts[name], { cwd: folder, shell: true, stdio: 'inherit' })
  if (status !== 0) process.exit(1)
}
