import type { FhirReport } from '@claims-audit/fhir'
import type { NotesReport } from '@claims-audit/notes'
import type { Loop, Place, Report } from '@claims-audit/x12'
import { complain } from '../output.js'

/** What a file held that is no JSON of ours. */
export type InputReport = Report | FhirReport | NotesReport

const MOST_TOLD = 12
/** What a claim itself says comes before addresses and contacts. */
const OF_CLAIM = new Set<Loop>(['claim', 'line', 'other-payer'])

/**
 * What a person wants to know of such a file, on stderr: what it held, what was odd, and what of it no claim has a
 * field for.
 */
export function tellReport(report: InputReport): void {
  if ('interchanges' in report) tellX12(report)
  else if ('kind' in report) tellNotes(report)
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

const KINDS: Record<NotesReport['kind'], string> = { hl7v2: 'HL7 v2', cda: 'C-CDA', rtf: 'RTF', html: 'HTML' }

function tellNotes({ kind, messages, documents, passedOver, refused: not, parts, leftOut, notes }: NotesReport): void {
  const held = [
    ...(kind === 'hl7v2' ? [counted(messages, 'message')] : []),
    ...Object.entries(parts).map(([type, count]) =>
      kind === 'hl7v2' ? `${count} OBX ${type || 'without type'}` : counted(count, type),
    ),
  ]
  const without = passedOver > 0 ? `, ${passedOver} without a text` : ''
  complain(`${[KINDS[kind], ...held].join(', ')}: ${counted(documents, 'document')}${refused(not)}${without}`)
  for (const { code, count, first } of notes) complain(`odd: ${code} ${count} × (first: ${placed(first)})`)
  const left = Object.entries(leftOut).map(([type, count]) => `OBX ${type || 'without type'} ${count} ×`)
  if (left.length > 0) complain(`not read, because it is no text of a document: ${left.join(', ')}`)
}

const placed = (place: object): string =>
  Object.entries(place)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ') || 'the file'

function tellFhir({
  resources,
  claims,
  claimsRefused,
  documents,
  documentsRefused,
  notes,
  unmapped,
}: FhirReport): void {
  const held = Object.entries(resources).map(([type, count]) => `${count} ${type}`)
  const read = [
    ...(claims > 0 || documents === 0 ? [`${counted(claims, 'claim')}${refused(claimsRefused)}`] : []),
    ...(documents > 0 ? [`${counted(documents, 'document')}${refused(documentsRefused)}`] : []),
  ]
  complain(`FHIR: ${held.join(', ')}: ${read.join(', ')}`)
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
