import type { Correction } from '@claims-audit/contracts'
import Table from 'cli-table3'
import { say } from './console.js'
import type { SampleResults } from './samples.js'

/** What happened to the sample claims: their findings, and what was asked of the system that sent them. */
export function showResults({ claims, screened, corrections }: SampleResults): void {
  say(trimmed(`\n${findingsTable(claims)}\n\n${correctionsTable(corrections)}\n`))
  const known = screened.filter((event) => event.outcome === 'duplicate').length
  const found = claims.filter((claim) => claim.versions[0]?.outcome === 'findings').length
  const came = known === claims.length ? ', known from an earlier start, nothing new was sent' : ''
  say(
    `${claims.length} claims${came}: ${claims.length - found} clean, ${found} with findings; ${corrections.length} corrections on claims.corrections\n`,
  )
}

function findingsTable(claims: SampleResults['claims']): string {
  const table = tableOf(['claim', 'DRG', 'finding', 'what is wrong'], [42, 5, 31])
  for (const { claimId, versions } of claims) {
    const [newest] = versions
    const drg = newest?.drg?.asSubmitted.finalDrg ?? '-'
    if (newest === undefined || newest.findings.length === 0) table.push([claimId, drg, 'clean', ''])
    for (const { ruleId, message } of newest?.findings ?? []) table.push([claimId, drg, ruleId, message])
  }
  return table.toString()
}

function correctionsTable(corrections: Correction[]): string {
  const table = tableOf(['correction of', 'kind', 'DRG', 'what is asked'], [42, 16, 13])
  for (const correction of corrections)
    table.push([correction.claimId, correction.kind, drgOf(correction), asked(correction)])
  return table.toString()
}

/** Without the blanks that fill up a last column. */
const trimmed = (text: string): string => text.replace(/ +$/gm, '')

/** Lines without boxes; the last column takes what the terminal leaves, and in a narrow one the others give way. */
function tableOf(head: string[], wide: number[]): InstanceType<typeof Table> {
  const columns = process.stdout.columns ?? 160
  const widths = columns < 110 ? wide.map((width) => Math.min(width, Math.floor(columns / 4))) : wide
  const rest = Math.max(20, columns - widths.reduce((sum, width) => sum + width, 0))
  const bare = Object.fromEntries(
    [
      'top',
      'top-mid',
      'top-left',
      'top-right',
      'bottom',
      'bottom-mid',
      'bottom-left',
      'bottom-right',
      'left',
      'left-mid',
      'mid',
      'mid-mid',
      'right',
      'right-mid',
      'middle',
    ].map((place) => [place, '']),
  )
  return new Table({
    head,
    chars: bare,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
    wordWrap: true,
    colWidths: [...widths, rest],
  })
}

function asked({ kind, changes, query }: Correction): string {
  if (query !== null) return query.question
  const codes = [
    ...changes.replace.map(({ from, to }) => `${from} → ${to}`),
    ...changes.remove.map(({ code }) => `without ${code}`),
  ]
  if (codes.length > 0) return codes.join(', ')
  return kind === 'hold' ? 'hold until a person has looked' : kind === 'code-change' ? 'the DRG' : ''
}

const drgOf = ({ drgBefore, drgAfter }: Correction): string =>
  drgBefore === drgAfter ? '' : `${drgBefore} → ${drgAfter}`
