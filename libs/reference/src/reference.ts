/** The edge of reference: what is read from disk. Compiled federal tables, the lexicon, the rule packs. */
export { openCodeDictionary, openCodeSets, openGrouper, readSourceTable } from './open/tables-on-disk.js'
export { readRulePack, readRulePacks } from './packs/rule-packs.js'
export { writeCase } from './packs/write-case.js'
export { runConceptCases } from './packs/pack-concepts.js'
export { LexiconError, readLexicon } from './lexicon/lexicon.js'
export { openGrouping, openKnowledge } from './open/open-knowledge.js'
export { referenceDigest } from './open/reference-digest.js'
export { NOTHING_ADDED, OtherEditions, assertSame, differing, isSame, openPinned } from './open/pinned-knowledge.js'
