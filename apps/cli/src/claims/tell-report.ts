import type { FhirReport } from '@claims-audit/fhir'
import type { Loop, Place, Report } from '@claims-audit/x12'
import { complain } from '../output.js'

/** What a file held that is no JSON of ours. */
export type InputReport = Report | FhirReport

const MOST_TOLD = 12
/** What a claim itself says comes before addresses and contacts. */
const OF_CLAIM = new Set<Loop>(['claim', 'line', 'other-payer'])

/** What a person wants to know of such a file, on stderr: what it held, what was odd, and what of it no claim has a field for. */
export function tellReport(report: InputReport): void {
  if ('interchanges' in report) tellX12(report)
  else tellFhir(report)
}

function tellX12({
  interchanges,
  transactions,
  transactionsRefused,
  claims,
  claimsRefused,
  notes,
  unmapped,
}: Report): void {
  complain(
    `X12: ${counted(interchanges, 'interchange')}, ${counted(transactions, 'transaction')}${refused(transactionsRefused)}, ` +
      `${counted(claims, 'claim')}${refused(claimsRefused)}`,
  )
  for (const { code, count, first } of notes) complain(`odd: ${code} ${count} × (first: ${said(first)})`)
  const isOfClaim = ({ loop }: { loop: Loop }): boolean => OF_CLAIM.has(loop)
  tellUnmapped(
    [...unmapped.filter(isOfClaim), ...unmapped.filter((each) => !isOfClaim(each))].map(
      ({ loop, segment, qualifier, count }) => {
        const name = segment === '' ? 'unknown segment' : segment
        return `${loop} ${name}${qualifier === '' ? '' : `*${qualifier}`} ${count} ×`
      },
    ),
  )
}

function tellFhir({ resources, claims, claimsRefused, notes, unmapped }: FhirReport): void {
  const held = Object.entries(resources).map(([type, count]) => `${count} ${type}`)
  complain(`FHIR: ${held.join(', ')}: ${counted(claims, 'claim')}${refused(claimsRefused)}`)
  for (const { code, count, first } of notes) complain(`odd: ${code} ${count} × (first: ${first})`)
  tellUnmapped(unmapped.map(({ path, count }) => `${path} ${count} ×`))
}

function tellUnmapped(all: string[]): void {
  if (all.length === 0) return
  const more = all.length > MOST_TOLD ? `, and ${all.length - MOST_TOLD} more (convert --report lists all)` : ''
  complain(`not read, because a claim has no field for it: ${all.slice(0, MOST_TOLD).join(', ')}${more}`)
}

const refused = (count: number): string => (count > 0 ? ` (${count} refused)` : '')

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

const said = ({ interchange, transaction, segment, id, element }: Place): string =>
  [
    `interchange ${interchange}`,
    ...(transaction === undefined ? [] : [`transaction ${transaction}`]),
    ...(segment === undefined ? [] : [`segment ${segment}`]),
    ...(id === undefined ? [] : [element === undefined ? id : `${id}${String(element).padStart(2, '0')}`]),
  ].join(', ')
