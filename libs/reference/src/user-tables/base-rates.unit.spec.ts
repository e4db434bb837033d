import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { readUserTables } from './read-user-tables.js'

function fileOf(...lines: string[]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'base-rates-')), 'rates.csv')
  writeFileSync(file, lines.join('\n'))
  return file
}

const ratesIn = (file: string) => readUserTables({ baseRates: file }).baseRates

const HEADER = 'payer,facility,from,to,base_rate'

describe('a base-rate table', () => {
  it('reads dollars by payer, facility and day', () => {
    const rates = ratesIn(
      fileOf(
        `\uFEFF${HEADER}`,
        'MEDICARE,,2025-10-01,2026-09-30,7012.55',
        '"BLUE, CROSS",F1,2026-01-01,2026-12-31,9000',
        '',
      ),
    )
    expect(rates?.rateOn('MEDICARE', 'F9', '2026-01-09')).toBe(701_255)
    expect(rates?.rateOn('BLUE, CROSS', 'F1', '2026-01-09')).toBe(900_000)
  })

  it.each([
    ['line 1: the header', ['payer;facility;from;to;base_rate']],
    ['line 2: payer is empty', [HEADER, ',,2025-10-01,2026-09-30,7012.55']],
    ['line 2: from and to', [HEADER, 'MEDICARE,,2026-10-01,2026-09-30,7012.55']],
    ['line 2: 6 fields', [HEADER, 'MEDICARE,,2025-10-01,2026-09-30,7,012.55']],
    ['line 2: base_rate', [HEADER, 'MEDICARE,,2025-10-01,2026-09-30,']],
    ['line 2: base_rate', [HEADER, `MEDICARE,,2025-10-01,2026-09-30,${'9'.repeat(400)}`]],
    ['line 2: from and to', [HEADER, 'MEDICARE,,2025-02-30,2026-09-30,7012.55']],
    ['line 3: base_rate', [HEADER, 'MEDICARE,,2025-10-01,2026-09-30,7012.55', 'AETNA,,2025-10-01,2026-09-30,"7,012"']],
    ['two base rates', [HEADER, 'MEDICARE,,2025-10-01,2026-09-30,1', 'MEDICARE,,2026-09-30,2026-10-30,2']],
  ])('says what is wrong: %s', (message, lines) => {
    expect(() => ratesIn(fileOf(...lines))).toThrow(message)
  })
})
