import { expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { deserialize } from 'node:v8'
import { openEvidence, type EvidenceEngine, type Fact } from '@claims-audit/evidence'
import { denseClaim } from '../../../../test/e2e/synthetic-claims.js'
import { readLexicon } from '../lexicon/lexicon.js'
import { PHRASES, evidenceOf, storedPhrases } from './open-evidence.js'

const lexicon = readLexicon()
const read = (engine: EvidenceEngine, text: string): Fact[] => engine.read([{ id: 'D1', type: 'progress-note', text }])

it('the build compiled the phrases as this code does: where it did not, run "npm run build"', () => {
  const built = readFileSync(new URL(`../../dist/${PHRASES}`, import.meta.url))
  expect(isDeepStrictEqual(deserialize(built), deserialize(storedPhrases(lexicon)))).toBe(true)
})

it('reads a text by the phrases of the build as by those that are compiled here', () => {
  const text = denseClaim(60_000, 3, 'read').documents?.[0]?.text ?? ''
  const facts = read(evidenceOf(lexicon), text)
  expect(facts.length).toBeGreaterThan(100)
  expect(facts).toEqual(read(openEvidence(lexicon), text))
})

it('takes the phrases of no other lexicon', () => {
  const spondylolysis = { ...lexicon.concepts['spondylolysis'], words: ['quibbled'] }
  const other = { ...lexicon, concepts: { ...lexicon.concepts, spondylolysis } }
  expect(read(evidenceOf(other), 'She has quibbled.').map(({ concept }) => concept)).toEqual(['spondylolysis'])
  expect(read(evidenceOf(lexicon), 'She has quibbled.')).toEqual([])
})
