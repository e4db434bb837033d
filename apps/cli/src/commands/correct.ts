import type { Command } from 'commander'
import { openGrouping } from '@claims-audit/reference'
import { ClaimReader, CorrectedFile, ReplacementFile, Surveyor, bytesOf, placeKey } from '@claims-audit/x12'
import type { ChangeRefusal, ReplacedClaim, Rewriting, Survey } from '@claims-audit/x12'
import { upTo } from '../arguments.js'
import { readAgain } from '../claims/read-again.js'
import { begin } from '../claims/read-input.js'
import type { Bytes } from '../claims/read-again.js'
import { agreedOf, readCorrections } from '../corrections/agreed.js'
import type { Agreed } from '../corrections/agreed.js'
import { billChange } from '../corrections/bill-changes.js'
import { readPayerNumbers } from '../corrections/payer-numbers.js'
import { exitWith } from '../options.js'
import { complain, writeExactly } from '../output.js'

interface Options {
  corrections: string
  billed?: string
  controlNumber?: string
}

/** ISA13 has nine digits. */
const controlNumber = upTo(999_999_999)

/**
 * `correct FILE`: the file with the agreed code changes in it; or, of claims that were billed, a file of their
 * replacements.
 */
export async function correct(file: string, { corrections, billed, controlNumber }: Options): Promise<number> {
  if (billed !== undefined && controlNumber === undefined)
    throw new Error('--billed writes a new interchange: give its number with --control-number')
  const agreed = agreedOf(await readCorrections(corrections))
  const numbers = billed === undefined ? undefined : await readPayerNumbers(billed)
  const { stream, kind, head, content } = await begin(file)
  if (kind !== 'x12') throw new Error(`${file}: not X12`)
  const bytes = await readAgain(file, stream, content)
  try {
    const survey = await surveyed(bytes)
    const found = await claimsToChange(bytes, survey, agreed, numbers)
    const rewriting = await rewritten(bytes, survey, found, controlNumber)
    for (const part of rewriting.parts) {
      if ('text' in part) await writeExactly(bytesOf(part.text, head))
      else for await (const chunk of bytes.between(part.from, part.to)) await writeExactly(Buffer.from(chunk))
    }
    return told(found, rewriting, { agreed, survey }, [...(numbers ?? agreed.claims).keys()])
  } finally {
    await bytes.close()
  }
}

async function surveyed(bytes: Bytes): Promise<Survey> {
  const surveyor = new Surveyor()
  for await (const chunk of bytes.chunks()) surveyor.push(chunk)
  return surveyor.end()
}

/** Claims of the file that change, by the key of their place. */
interface Found {
  claims: Map<string, ReplacedClaim>
  names: Map<string, string>
  /** Names that two claims have. */
  twice: Set<string>
}

async function claimsToChange(
  bytes: Bytes,
  survey: Survey,
  agreed: Agreed,
  numbers: Map<string, string | undefined> | undefined,
): Promise<Found> {
  const { grouper } = openGrouping()
  const found: Found = { claims: new Map(), names: new Map(), twice: new Set() }
  const seen = new Set<string>()
  for await (const { place, claim } of claimsOf(bytes, survey)) {
    const { claimId } = claim
    const own = agreed.claims.get(claimId)
    if (own === undefined || (numbers !== undefined && !numbers.has(claimId))) continue
    if (seen.has(claimId)) found.twice.add(claimId)
    seen.add(claimId)
    const key = placeKey(place)
    found.names.set(key, claimId)
    found.claims.set(key, { ...billChange(claim, own, grouper), payerClaimNumber: numbers?.get(claimId) })
  }
  for (const [key, claimId] of found.names) if (found.twice.has(claimId)) found.claims.delete(key)
  return found
}

async function* claimsOf(bytes: Bytes, survey: Survey) {
  const reader = new ClaimReader(survey)
  for await (const chunk of bytes.chunks()) yield* reader.push(chunk).filter((result) => 'claim' in result)
  yield* reader.end().filter((result) => 'claim' in result)
}

async function rewritten(
  bytes: Bytes,
  survey: Survey,
  { claims }: Found,
  controlNumber: string | undefined,
): Promise<Rewriting> {
  const file =
    controlNumber === undefined
      ? new CorrectedFile(survey, claims)
      : new ReplacementFile(survey, claims, { at: new Date(), controlNumber: Number(controlNumber) })
  for await (const chunk of bytes.chunks()) file.push(chunk)
  return file.end()
}

const WHY: Record<ChangeRefusal, string> = {
  'adds-a-code': 'a code would be added, which only a provider decides',
  contradicted: 'two corrections change the same code in different ways',
  'no-code': 'what a code is to become is not a code',
  'code-not-billed': 'a code that is to be changed is not on it; it is not the version that was judged',
  principal: 'its principal diagnosis would go',
  pointers: 'service lines point at the diagnosis that would go, or at one behind it',
  'payer-claim-number': "the payer's number for it is missing or has a separator of the file in it",
}

/** Says on stderr what became of each claim that was to change; 1 where one did not. */
function told(
  { claims, names, twice }: Found,
  { refused }: Rewriting,
  { agreed, survey }: { agreed: Agreed; survey: Survey },
  wanted: string[],
): number {
  const left = [...refused].map(([key, code]) => `${names.get(key) ?? key}: ${WHY[code]}`)
  const met = new Set(names.values())
  for (const claimId of twice) left.push(`${claimId}: two claims of the file have this id`)
  for (const claimId of wanted) if (!met.has(claimId)) left.push(`${claimId}: ${absence(claimId, agreed, survey)}`)
  for (const line of left) complain(`not changed: ${line}`)
  complain(`${claims.size - refused.size} of ${wanted.length} claims changed`)
  if (agreed.undecided > 0) complain(`left out, as no person has agreed to them: ${agreed.undecided} code changes`)
  return left.length > 0 ? 1 : 0
}

/** Why a claim was not met. One that is in a transaction that is not read cannot be told from one that is nowhere. */
function absence(claimId: string, { claims }: Agreed, { refused }: Survey): string {
  if (!claims.has(claimId)) return 'no person has agreed to a code change of it'
  const codes = new Set([...refused.values()].map(({ code }) => code))
  if (codes.has('transaction-unfinished')) return 'the file is unfinished: a transaction without SE is not read'
  if (codes.size > 0) return `it is in no transaction that is read; others are refused (${[...codes].join(', ')})`
  return 'the file has no such claim'
}

export function addCorrect(program: Command): void {
  program
    .command('correct')
    .argument('<file>', 'the X12 837 file as it was sent; - reads stdin')
    .requiredOption('--corrections <file>', 'events of claims.corrections, one a line')
    .option(
      '--billed <file>',
      'write replacements (frequency 7) of these claims alone: claimId,payerClaimNumber a line',
    )
    .option('--control-number <n>', 'with --billed: control number of the interchange that is written', controlNumber)
    .description('print an X12 837 file with the code changes that a person has agreed to')
    .action(exitWith(correct))
}
