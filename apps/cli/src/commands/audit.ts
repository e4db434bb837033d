import type { Command } from 'commander'
import { oneOf } from '../arguments.js'
import { additions, editions, exitWith, filesOf, filters } from '../options.js'
import { createReadStream } from 'node:fs'
import { auditClaim, auditEvent, isAskedFor } from '@claims-audit/audit'
import { MAX_EVENT_BYTES, linesOf } from '@claims-audit/claim'
import { csvLine } from '@claims-audit/contracts'
import type { AuditResult, RunFilter } from '@claims-audit/contracts'
import { openPinned } from '@claims-audit/reference'
import Table from 'cli-table3'
import { filterOf } from '../filter.js'
import type { FilterOptions } from '../filter.js'
import { given } from '../given.js'
import { print, progress, writeExactly } from '../output.js'
import { judged, readClaims, rejectedLine } from '../claims/read-claims.js'

interface Options extends FilterOptions {
  format: string
  rules: string[]
  icd10?: string
  msDrg?: string
  trace?: boolean
  piped?: boolean
}

/** `audit FILE`: the whole audit of each claim. What cannot be read is told whatever is asked for. */
export async function audit(file: string, options: Options): Promise<number> {
  const { format, rules, icd10, msDrg, trace = false, piped = false } = options
  const pinned = openPinned({ ruleDirectories: rules, ...filesOf(options) }, given({ icd10, msDrg }))
  const only = filterOf(options)
  if (piped) return auditPiped(file, pinned, only)
  const { knowledge } = pinned
  const show = formats[format as keyof typeof formats]()
  const watched = progress('claims')
  let exitCode = 0
  for await (const input of readClaims(file)) {
    const result = judged(input, (claim, sentOn) =>
      isAskedFor(claim, only) ? auditClaim(claim, knowledge, { trace, sentOn }) : { filtered: true as const },
    )
    if ('filtered' in result) continue
    if ('rejected' in result) exitCode = 1
    await show.add('rejected' in result ? { rejected: rejectedLine(input.at, result.rejected) } : { result })
    watched.count()
  }
  watched.end()
  await show.end()
  return exitCode
}

/**
 * For a program that feeds events and waits for what comes of each: the editions and the filter, then a line for every
 * line, by the audit of runs. An empty line is an event without a value.
 */
async function auditPiped(
  file: string,
  { knowledge, editions }: ReturnType<typeof openPinned>,
  only: RunFilter,
): Promise<number> {
  const line = (value: object): Promise<void> => writeExactly(`${JSON.stringify(value)}\n`)
  await line({ editions, only })
  let exitCode = 0
  const input = file === '-' ? process.stdin : createReadStream(file)
  for await (const { number, text, rejected } of linesOf(input, MAX_EVENT_BYTES, { asTheyAre: true })) {
    const event = { ordinal: number - 1, value: text === '' ? null : text, key: null, ...(rejected && { rejected }) }
    const outcome = auditEvent(event, knowledge, only)
    if ('rejected' in outcome) exitCode = 1
    await line('result' in outcome ? outcome.result : outcome)
  }
  return exitCode
}

type Shown = { result: AuditResult } | { rejected: object }

interface Format {
  add(shown: Shown): Promise<void>
  end(): Promise<void>
}

const nothing = (): Promise<void> => Promise.resolve()

const formats: Record<'jsonl' | 'csv' | 'table', () => Format> = {
  jsonl: () => ({
    add: (shown) => print(JSON.stringify('result' in shown ? shown.result : shown.rejected)),
    end: nothing,
  }),
  csv: () => {
    const header = print(csvLine(COLUMNS))
    return {
      add: async (shown) => {
        await header
        for (const row of rowsOf(shown)) await print(csvLine(row))
      },
      end: () => header,
    }
  },
  table: () => {
    const table = new Table({
      head: COLUMNS,
      chars: NO_RULES,
      style: { head: [], border: [] },
      wordWrap: true,
      colWidths: [42, 5, 32, 10, 66, 16, 12],
    })
    return { add: async (shown) => void table.push(...rowsOf(shown)), end: () => print(table.toString()) }
  },
}

/** Nothing between rows: findings of one claim read as one block. */
const NO_RULES = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' }

const COLUMNS = ['claim', 'DRG', 'finding', 'severity', 'message', 'proposed', 'amount']

/** A row a finding; one for a claim that has none. */
function rowsOf(shown: Shown): string[][] {
  if ('rejected' in shown) return [['', '', 'rejected', 'error', JSON.stringify(shown.rejected), '', '']]
  const { claimId, drg, findings } = shown.result
  const grouped = drg?.asSubmitted.finalDrg ?? ''
  if (findings.length === 0) return [[claimId, grouped, 'clean', '', '', '', '']]
  return findings.map(({ ruleId, severity, message, proposal, action, drgImpact }) => [
    claimId,
    grouped,
    ruleId,
    severity,
    message,
    // What would be coded if the answer were yes is not proposed while it is asked.
    action === 'query'
      ? 'ask'
      : [
          ...proposal.replace.map(({ from, to }) => `${from}→${to}`),
          ...proposal.add.map(({ code }) => `+${code}`),
          ...proposal.remove.map(({ code }) => `-${code}`),
        ].join(' '),
    drgImpact?.amountDelta?.toFixed(2) ?? '',
  ])
}

export function addAudit(program: Command): void {
  additions(editions(filters(program.command('audit'))))
    .argument('<file>', 'claims as X12 837, FHIR R4, JSON lines, a JSON array or CloudEvents; - reads stdin')
    .option('--format <format>', 'output format: jsonl, table or csv', oneOf('jsonl', 'table', 'csv'), 'jsonl')
    .option('--trace', 'include how the grouper reached its DRG')
    .option('--piped', 'for programs: print the editions and the filter first, then one result for each input line')
    .description('audit claims and print one result for each, in input order')
    .action(exitWith(audit))
}
