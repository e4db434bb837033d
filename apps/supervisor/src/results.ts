import type { Correction } from '@claims-audit/contracts'
import Table from 'cli-table3'
import { say } from './console.js'
import type { SampleResults } from './samples.js'

/** What happened to the sample claims: their findings, and what was asked of the system that sent them. */
export function showResults({ claims, screened, corrections }: SampleResults): void {
  say(findingsTable(claims))
  say(correctionsTable(corrections))
  const outcomes = Map.groupBy(screened, (event) => event.outcome)
  say(`${claims.length} claims: ${[...outcomes].map(([outcome, events]) => `${events.length} ${outcome}`).join(', ')}; ${corrections.length} corrections on claims.corrections`)
  say('')
}

function findingsTable(claims: SampleResults['claims']): string {
  const table = new Table({ head: ['claim', 'DRG', 'finding', 'what is wrong'], style: { head: [], border: [] }, wordWrap: true, colWidths: [42, 7, 32, 74] })
  for (const { claimId, versions } of claims) {
    const [newest] = versions
    const drg = newest?.drg?.asSubmitted.finalDrg ?? '-'
    if (newest === undefined || newest.findings.length === 0) table.push([claimId, drg, 'clean', ''])
    for (const { ruleId, message } of newest?.findings ?? []) table.push([claimId, drg, ruleId, message])
  }
  return table.toString()
}

function correctionsTable(corrections: Correction[]): string {
  const table = new Table({ head: ['correction of', 'kind', 'what is asked', 'DRG'], style: { head: [], border: [] }, wordWrap: true, colWidths: [42, 16, 83, 14] })
  for (const correction of corrections) table.push([correction.claimId, correction.kind, asked(correction), drgOf(correction)])
  return table.toString()
}

function asked({ kind, changes, query }: Correction): string {
  if (query !== null) return query.question
  const codes = [...changes.replace.map(({ from, to }) => `${from} → ${to}`), ...changes.remove.map(({ code }) => `without ${code}`)]
  if (codes.length > 0) return codes.join(', ')
  return kind === 'hold' ? 'hold until a person has looked' : kind === 'code-change' ? 'the DRG' : ''
}

const drgOf = ({ drgBefore, drgAfter }: Correction): string => (drgBefore === drgAfter ? '' : `${drgBefore} → ${drgAfter}`)
