import { Readable } from 'node:stream'
import { Logger, StreamableFile } from '@nestjs/common'
import type { FindingChange } from '@claims-audit/ledger'
import { changesAsCsv, changesAsParquet } from '@claims-audit/runs'
import { Problem } from '@claims-audit/service'
import type { Request } from 'express'

/** What a diff can be sent as, beside its sums in JSON, by media type. */
const FILES = {
  'text/csv': { extension: 'csv', written: changesAsCsv },
  'application/vnd.apache.parquet': { extension: 'parquet', written: changesAsParquet },
}
type FileType = keyof typeof FILES
const TYPES = ['application/json', ...(Object.keys(FILES) as FileType[])] as const

const log = new Logger('diff')

/** The type of a diff that a request accepts; JSON by default. Throws a 406 for any type that we do not make. */
export function diffType(request: Request): (typeof TYPES)[number] {
  const type = request.accepts([...TYPES])
  if (type === false) throw new Problem(406, { detail: `A diff is sent as ${TYPES.join(', ')}` })
  return type as (typeof TYPES)[number]
}

/** A file of what differs, sent as it is read. One that breaks off is cut short: that much its reader can be told. */
export function diffFile(type: FileType, name: string, changes: AsyncIterable<FindingChange>): StreamableFile {
  const { extension, written } = FILES[type]
  return new StreamableFile(Readable.from(written(changes)), {
    type,
    disposition: `attachment; filename="${name}.${extension}"`,
  })
    .setErrorHandler((_, answer) => answer.destroy?.())
    .setErrorLogger((error) => log.error(`a diff broke off (${error.name})`))
}
