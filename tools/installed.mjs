import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Where the note stands; `npm ci` removes it with everything else. */
export const installedNote = join(root, 'node_modules', '.installed-from')

export const lockDigest = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')

/** Whether the dependencies are those of the lockfile, all of them. */
export function isInstalled() {
  try {
    return readFileSync(installedNote, 'utf8') === lockDigest()
  } catch {
    return false
  }
}
