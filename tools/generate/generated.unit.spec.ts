import { expect, it } from '@jest/globals'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generatedFiles } from './generated.js'

it('what is generated is current (npm run generate)', async () => {
  const files = await generatedFiles()
  const stale = files.filter(({ isCurrent }) => !isCurrent).map(({ file }) => relative('.', fileURLToPath(file)))
  expect([files.length > 5, stale]).toEqual([true, []])
})
