/**
 * `node tools/build-page.mjs FOLDER`: builds a page with Vite into FOLDER/dist. Hashed assets come first, index.html
 * last and at once, what no page names any more goes after it: what serves from dist meanwhile always finds a whole
 * page. Fails where the scripts of the first load are too large.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { root } from './installed.mjs'

/** Of all scripts of the first load, gzipped. */
const MOST_BYTES = 200 * 1024

const folder = resolve(root, process.argv[2] ?? '.')
const [next, dist] = [join(folder, 'dist.next'), join(folder, 'dist')]

await build({ root: folder, logLevel: 'warn' })
const size = firstLoad()
if (size > MOST_BYTES) {
  console.error(`The scripts of the first load have ${kib(size)} gzipped; ${kib(MOST_BYTES)} are allowed`)
  process.exit(1)
}
putInPlace()
console.log(`first load: ${kib(size)} of scripts, gzipped`)

/** The entry and all that it imports statically. */
function firstLoad() {
  const chunks = JSON.parse(readFileSync(join(next, '.vite', 'manifest.json'), 'utf8'))
  const files = new Set()
  const reach = (name) => {
    const { file, imports = [] } = chunks[name]
    if (files.has(file)) return
    files.add(file)
    imports.forEach(reach)
  }
  reach('index.html')
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(next, file)), { level: 9 }).length, 0)
}

function putInPlace() {
  const files = filesIn(next).filter((file) => !file.startsWith('.vite'))
  for (const file of files.filter((file) => file !== 'index.html')) {
    mkdirSync(dirname(join(dist, file)), { recursive: true })
    cpSync(join(next, file), `${join(dist, file)}.next`)
    renameSync(`${join(dist, file)}.next`, join(dist, file))
  }
  renameSync(join(next, 'index.html'), join(dist, 'index.html'))
  for (const file of filesIn(dist)) if (!files.includes(file)) rmSync(join(dist, file))
  rmSync(next, { recursive: true })
}

function filesIn(path) {
  if (!existsSync(path)) return []
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
}

function kib(bytes) {
  return `${(bytes / 1024).toFixed(1)} KiB`
}
