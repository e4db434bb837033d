import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { readLexicon } from '../lexicon/lexicon.js'

/** Over the compiled tables; written by the build beside them (compile/compile-tables.ts). */
export const TABLES_DIGEST = 'tables.sha256'
/** The same path from src and from dist. */
const COMPILED = new URL(`../../dist/${TABLES_DIGEST}`, import.meta.url)

let digest: string | undefined

/**
 * `sha256:…` over the compiled tables and the lexicon: with the rules and the user's tables, all that an audit knows
 * beside its claim.
 */
export function referenceDigest(): string {
  return (digest ??= `sha256:${createHash('sha256').update(JSON.stringify(readLexicon())).update(readFileSync(COMPILED)).digest('hex')}`)
}

/** Of the files of a folder, by name and content, in hex. */
export function digestOfFolder(folder: URL): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(new URL(name, folder)))
  return hash.digest('hex')
}
