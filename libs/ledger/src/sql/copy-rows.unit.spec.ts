import { describe, expect, it } from '@jest/globals'
import { copyLine } from './copy-rows.js'

describe('a row for COPY', () => {
  it('parts fields by tabs, names nulls, and escapes what the format means something by', () => {
    expect(copyLine(['a', 1, null, ''])).toBe('a\t1\t\\N\t\n')
    expect(copyLine(['tab\t', 'line\nline\r', 'back\\slash', '\\N', '{"x":"\\n"}'])).toBe(
      'tab\\t\tline\\nline\\r\tback\\\\slash\t\\\\N\t{"x":"\\\\n"}\n',
    )
  })
})
