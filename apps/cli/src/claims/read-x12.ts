import type { Reason, SubmittedClaim } from '@claims-audit/contracts'
import { ClaimReader, Surveyor, toldRefusal } from '@claims-audit/x12'
import type { Report, X12Result } from '@claims-audit/x12'
import type { Bytes } from './read-again.js'

type X12Claim = { at: object; claim: SubmittedClaim } | { at: object; refused: Reason }

/** The claims of an X12 file, in order, and the report on it. */
export async function* readX12(bytes: Bytes): AsyncGenerator<X12Claim, Report> {
  const surveyor = new Surveyor()
  for await (const chunk of bytes.chunks()) surveyor.push(chunk)
  const reader = new ClaimReader(surveyor.end())
  for await (const chunk of bytes.chunks()) for (const result of reader.push(chunk)) yield claimOf(result)
  for (const result of reader.end()) yield claimOf(result)
  return reader.report()
}

const claimOf = (result: X12Result): X12Claim =>
  'claim' in result ? { at: result.place, claim: result.claim } : toldRefusal(result)
