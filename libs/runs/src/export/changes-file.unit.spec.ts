import { describe, expect, it } from '@jest/globals'
import type { FindingChange } from '@claims-audit/ledger'
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { changesAsCsv, changesAsParquet } from '../runs.js'

const change: FindingChange = {
  change: 'gained',
  tenant: 'mercy',
  claimId: 'C0',
  version: 1,
  revision: 0,
  facilityId: null,
  dischargeDate: '2026-01-09',
  ruleId: 'code.excludes1',
  findingId: '6f9a0d3c-1d0f-5c56-9e1c-0c5a3f4b7d21',
  drgA: '473',
  drgB: '472',
  weight: -0.5048,
  amount: null,
  message: 'M43.02 (Spondylolysis, "cervical")',
}

async function* changes(count: number): AsyncGenerator<FindingChange> {
  for (let n = 0; n < count; n += 1) yield { ...change, claimId: `C${n}` }
}

async function piecesOf<T>(file: AsyncIterable<T>): Promise<T[]> {
  const pieces: T[] = []
  for await (const piece of file) pieces.push(piece)
  return pieces
}

describe('what differs, as CSV', () => {
  it('is a row for each finding, quoted where needed, under a header', async () => {
    const lines = (await piecesOf(changesAsCsv(changes(2)))).join('').split('\n')
    expect(lines).toEqual([
      'change,tenant,claimId,version,revision,facilityId,dischargeDate,ruleId,findingId,drgA,drgB,weight,amount,message',
      `gained,mercy,C0,1,0,,2026-01-09,code.excludes1,${change.findingId},473,472,-0.5048,,"M43.02 (Spondylolysis, ""cervical"")"`,
      expect.stringContaining('gained,mercy,C1,'),
      '',
    ])
  })

  it('holds nothing that a spreadsheet would take for a formula', async () => {
    const one = async function* (message: string) {
      yield { ...change, message }
    }
    const line = async (message: string): Promise<string | undefined> => (await piecesOf(changesAsCsv(one(message))))[1]
    for (const message of ['=1+1', '+1-1', '-1+1', '@SUM(1)', '\t=1', '＝1'])
      expect(await line(message)).toContain(`,,'${message}\n`)
    expect(await line('\r=1')).toContain(",,'\\u000d=1")
    expect(await line('-12.50')).toContain(',,-12.50\n')
    expect(await line('a\u001b[2J')).toContain(',,a\\u001b[2J\n')
  })
})

describe('what differs, as Parquet', () => {
  it.each([0, 3, 50_001])('is whole, and comes in pieces where it is large: %i rows', async (count) => {
    const pieces = await piecesOf(changesAsParquet(changes(count)))
    const file = await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer()
    const metadata = await parquetMetadataAsync(file)
    expect(metadata.row_groups.length).toBe(Math.ceil(count / 50_000))
    expect(pieces.length).toBe(metadata.row_groups.length + 1)
    const rows = await parquetReadObjects({ file, metadata })
    expect(rows.length).toBe(count)
    if (count > 0) expect([rows[0], rows.at(-1)]).toEqual([change, { ...change, claimId: `C${count - 1}` }])
  })
})
