import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { readInput, rejectedLine } from '../claims/read-claims.js'
import { tellReport } from '../claims/tell-report.js'
import { exitWith } from '../options.js'
import { complain, print, progress } from '../output.js'

interface Options {
  report?: string
}

/**
 * `convert FILE`: each claim as a line of JSON, as `submit` would publish it, and documents that come apart from
 * claims likewise. What cannot be read is told on stderr, so that stdout holds claims and documents alone.
 */
export async function convert(file: string, { report: reportFile }: Options): Promise<number> {
  const watched = progress('read')
  let exitCode = 0
  const inputs = readInput(file, async (report) => {
    tellReport(report)
    if (reportFile !== undefined) await writeFile(reportFile, `${JSON.stringify(report, null, 2)}\n`)
  })
  for await (const input of inputs) {
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
    .argument(
      '<file>',
      'claims as X12 837, FHIR R4, JSON lines, a JSON array or CloudEvents; documents as HL7 v2, C-CDA, FHIR, RTF or HTML; - reads stdin',
    )
    .option(
      '--report <file>',
      'write a JSON report: what the file contained, what was odd, what was not read (not for our own JSON)',
    )
    .description('print claims, or documents, as JSON lines, one per line')
    .action(exitWith(convert))
}
