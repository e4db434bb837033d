import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { readLexicon } from '../lexicon/lexicon.js'

/** The same path from src and from dist. */
const TABLES = new URL('../../dist/tables/', import.meta.url)

let digest: string | undefined

/** `sha256:…` over the compiled tables and the lexicon: with the rules and the user's tables, all that an audit knows beside its claim. */
export function referenceDigest(): string {
  return (digest ??= computed())
}

function computed(): string {
  const hash = createHash('sha256').update(JSON.stringify(readLexicon()))
  for (const name of readdirSync(TABLES).sort()) hash.update(name).update(readFileSync(new URL(name, TABLES)))
  return `sha256:${hash.digest('hex')}`
}
