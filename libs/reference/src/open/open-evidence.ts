import { existsSync, readFileSync } from 'node:fs'
import { deserialize, serialize } from 'node:v8'
import { compilePhrases, openEvidence } from '@claims-audit/evidence'
import type { CompiledPhrases, EvidenceEngine, Lexicon } from '@claims-audit/evidence'
import { digestOf } from '../yaml/read-yaml.js'

/** The phrases of the lexicon that ships, compiled by the build (compile/compile-tables.ts). */
export const PHRASES = 'phrases.bin'
/** The same path from src and from dist. */
const COMPILED = new URL(`../../dist/${PHRASES}`, import.meta.url)

/** `of`: the digest of the words that they were compiled from. */
interface StoredPhrases {
  of: string
  phrases: CompiledPhrases
}

/** What the build writes. It is read by the Node that wrote it: the package pins one. */
export const storedPhrases = (lexicon: Lexicon): Uint8Array =>
  serialize({ of: wordsDigest(lexicon), phrases: compilePhrases(lexicon) } satisfies StoredPhrases)

let opened: { of: string; evidence: EvidenceEngine } | undefined

/**
 * The engine of a lexicon. Compiling phrases is four fifths of the time in which knowledge opens: those of the lexicon
 * that ships are taken from the build, and one engine serves a whole process.
 */
export function evidenceOf(lexicon: Lexicon): EvidenceEngine {
  const of = wordsDigest(lexicon)
  if (opened?.of !== of) opened = { of, evidence: openEvidence(lexicon, builtPhrases(of)) }
  return opened.evidence
}

/** The phrases that the build compiled, where they are of the same words. */
function builtPhrases(of: string): CompiledPhrases | undefined {
  if (!existsSync(COMPILED)) return undefined
  const stored = deserialize(readFileSync(COMPILED)) as StoredPhrases
  return stored.of === of ? stored.phrases : undefined
}

/** Of all that an engine is made of. */
const wordsDigest = (lexicon: Lexicon): string => digestOf(JSON.stringify(lexicon))
