import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { readClaims, rejectedLine } from '../claims/read-claims.js'
import { tellReport } from '../claims/tell-report.js'
import { exitWith } from '../options.js'
import { complain, print, progress } from '../output.js'

interface Options {
  report?: string
}

/** `convert FILE`: each claim as a line of JSON, as `submit` would publish it. What cannot be read is told on stderr, so that stdout holds claims alone. */
export async function convert(file: string, { report: reportFile }: Options): Promise<number> {
  const watched = progress('claims')
  let exitCode = 0
  const claims = readClaims(file, async (report) => {
    tellReport(report)
    if (reportFile !== undefined) await writeFile(reportFile, `${JSON.stringify(report, null, 2)}\n`)
  })
  for await (const input of claims) {
    if ('rejected' in input) {
      exitCode = 1
      complain(JSON.stringify(rejectedLine(input.at, input.rejected)))
      continue
    }
    await print(input.text)
    watched.count()
  }
  watched.end()
  return exitCode
}

export function addConvert(program: Command): void {
  program
    .command('convert')
    .argument('<file>', 'claims as X12 837, FHIR R4, JSON lines, a JSON array or CloudEvents; - reads stdin')
    .option('--report <file>', 'write what an X12 or FHIR file held, what was odd, and what was not read, as JSON')
    .description('print claims as JSON lines, one claim per line')
    .action(exitWith(convert))
}
