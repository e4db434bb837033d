import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { openGrouper } from '@claims-audit/reference'
import type { GroupResult } from './open-grouper.js'
import type { GroupInput } from './read-stay.js'
import type { ReturnCode } from '../tables.js'

interface Line {
  version: string
  claim: GroupInput
  expected: {
    initialDrg: string
    finalDrg: string
    mdc: string
    returnCode: ReturnCode
    /** Null where there is no DRG. */
    baseDrg: string | null
    initialSeverity: 'MCC' | 'CC' | 'NONE'
    finalSeverity: 'MCC' | 'CC' | 'NONE'
  }
}

const lines = gunzipSync(readFileSync(new URL('../../corpus/claims.jsonl.gz', import.meta.url)))
  .toString()
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Line)

describe('the corpus of grouped claims', () => {
  const grouper = openGrouper()

  it.each(grouper.versions)('groups as the reference grouper does in %s', (version) => {
    const ours = lines.filter((line) => line.version === version)
    const results = ours.map(({ claim }) => {
      const { initialDrg, finalDrg, mdc, returnCode, baseDrg, severity } = grouper.group(grouper.read(claim), version)
      return { initialDrg, finalDrg, mdc, returnCode, baseDrg, severity }
    })
    expect(results).toEqual(ours.map((line) => inOurWords(line.expected)))
  })

  it('is broad', () => {
    expect(lines.length).toBe(5_000)
    expect(new Set(lines.map((line) => line.expected.finalDrg)).size).toBeGreaterThanOrEqual(700)
    expect(new Set(lines.map((line) => line.expected.mdc)).size).toBe(26)
  })
})

function inOurWords({
  initialDrg,
  finalDrg,
  mdc,
  returnCode,
  baseDrg,
  finalSeverity,
}: Line['expected']): Partial<GroupResult> {
  const severity = finalSeverity === 'NONE' ? 'NCC' : finalSeverity
  return { initialDrg, finalDrg, mdc, returnCode, baseDrg: baseDrg ?? finalDrg, severity }
}
