import { describe, expect, it } from '@jest/globals'
import { cli } from '../../../test/command-line.js'

describe('numbers on the command line', () => {
  it.each([
    ['a partition that Postgres cannot hold', ['acknowledge', '9999999999', '0', '0'], '999999999'],
    ['a run that Postgres cannot hold', ['runs', 'diff', '0', '9999999999'], '999999999'],
    ['a partition that Kafka cannot have', ['replay', '--topic', '--partition', '9999999999'], '999999999'],
    ['a million threads', ['replay', 'x', '--threads', '1000000'], '1 to 99'],
    ['a million partitions', ['prepare', '--partitions', '1000000'], '1 to 1000'],
  ])('are refused beyond their range: %s', async (_, args, range) => {
    const { code, err } = await cli(args)
    expect(code).toBe(2)
    expect(err).toContain(range)
  })
})
