import { expect, it } from '@jest/globals'
import { checkDefinitionsManual } from './check-definitions-manual.js'
import type { GrouperTables } from '../comparison.js'

it('refuses a grouper that differs from the kept manuals, with twenty differences at most', () => {
  const knowsNothing: GrouperTables = {
    codes: { diagnosis: () => -1, procedure: () => -1 },
    diagnosis: () => undefined,
    procedure: () => undefined,
    excludes: () => false,
    mdcBySex: () => undefined,
    title: () => '',
  }
  expect(() => checkDefinitionsManual(knowsNothing, { formulas: [], clusters: [], procedures: [] })).toThrow(
    /^the compiled tables differ from the Definitions Manual in \d+ places:\n(?:43\.0 dx-mdc \w+: compiled no valid code, manual \d+(?:, \d+)?\n?){20}$/,
  )
})
