import type { Loop, Place, Report } from '@claims-audit/x12'
import { complain } from '../output.js'

const MOST_TOLD = 12
/** What a claim itself says comes before addresses and contacts. */
const OF_CLAIM = new Set<Loop>(['claim', 'line', 'other-payer'])

/** What a person wants to know of an X12 file, on stderr: what it held, what was odd, and what of it no claim has a field for. */
export function tellReport(report: Report): void {
  const { interchanges, transactions, transactionsRefused, claims, claimsRefused, notes, unmapped } = report
  const refused = (count: number): string => (count > 0 ? ` (${count} refused)` : '')
  complain(
    `X12: ${counted(interchanges, 'interchange')}, ${counted(transactions, 'transaction')}${refused(transactionsRefused)}, ` +
      `${counted(claims, 'claim')}${refused(claimsRefused)}`,
  )
  for (const { code, count, first } of notes) complain(`odd: ${code} ${count} × (first: ${said(first)})`)
  if (unmapped.length === 0) return
  const isOfClaim = ({ loop }: { loop: Loop }): boolean => OF_CLAIM.has(loop)
  const ordered = [...unmapped.filter(isOfClaim), ...unmapped.filter((each) => !isOfClaim(each))]
  const told = ordered.slice(0, MOST_TOLD).map(({ loop, segment, qualifier, count }) => {
    const name = segment === '' ? 'unknown segment' : segment
    return `${loop} ${name}${qualifier === '' ? '' : `*${qualifier}`} ${count} ×`
  })
  const more =
    unmapped.length > MOST_TOLD ? `, and ${unmapped.length - MOST_TOLD} more (convert --report lists all)` : ''
  complain(`not read, because a claim has no field for it: ${told.join(', ')}${more}`)
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

const said = ({ interchange, transaction, segment, id, element }: Place): string =>
  [
    `interchange ${interchange}`,
    ...(transaction === undefined ? [] : [`transaction ${transaction}`]),
    ...(segment === undefined ? [] : [`segment ${segment}`]),
    ...(id === undefined ? [] : [element === undefined ? id : `${id}${String(element).padStart(2, '0')}`]),
  ].join(', ')
