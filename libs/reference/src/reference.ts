/** The edge of reference: what is read from disk. Compiled federal tables, the lexicon, the rule packs. */
export { openCodeDictionary, openCodeSets, openGrouper, readSourceTable } from './tables-on-disk.js'
export { readRulePack, readRulePacks } from './rule-packs.js'
export { readLexicon } from './lexicon.js'
export { openKnowledge } from './open-knowledge.js'
export { referenceDigest } from './reference-digest.js'
