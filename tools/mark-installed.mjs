/**
 * npm's postinstall: notes from which lockfile the dependencies were installed, last of all. An install that is cut
 * short leaves no note, no matter who started it, and the next `npm start` or `npm test` does it again.
 */
import { writeFileSync } from 'node:fs'
import { installedNote, lockDigest } from './installed.mjs'

writeFileSync(installedNote, lockDigest())
