import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { openGrouper } from '@claims-audit/reference'
import type { GroupInput } from './read-stay.js'

interface Line {
  version: string
  claim: GroupInput
  expected: { initialDrg: string; finalDrg: string; mdc: string; returnCode: string }
}

const lines = gunzipSync(readFileSync(new URL('../corpus/claims.jsonl.gz', import.meta.url)))
  .toString()
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Line)

describe('the corpus of grouped claims', () => {
  const grouper = openGrouper()

  it.each(grouper.versions)('groups as the reference grouper does in %s', (version) => {
    const ours = lines.filter((line) => line.version === version)
    const results = ours.map(({ claim }) => {
      const { initialDrg, finalDrg, mdc, returnCode } = grouper.group(grouper.read(claim), version)
      return { initialDrg, finalDrg, mdc, returnCode }
    })
    expect(results).toEqual(ours.map((line) => line.expected))
  })

  it('is broad', () => {
    expect(lines.length).toBe(900)
    expect(new Set(lines.map((line) => line.expected.finalDrg)).size).toBeGreaterThanOrEqual(200)
    expect(new Set(lines.map((line) => line.expected.mdc)).size).toBe(26)
  })
})
