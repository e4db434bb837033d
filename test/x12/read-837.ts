import { ClaimReader, Surveyor } from '../../libs/x12/src/x12.ts'
import type { Report, X12Result } from '../../libs/x12/src/x12.ts'

/** All that a file gives, when its bytes come in pieces of this size. */
export function read837(bytes: Uint8Array, piece = 65_536): { results: X12Result[]; report: Report } {
  const surveyor = new Surveyor()
  for (let from = 0; from < bytes.length; from += piece) surveyor.push(bytes.subarray(from, from + piece))
  const reader = new ClaimReader(surveyor.end())
  const results: X12Result[] = []
  for (let from = 0; from < bytes.length; from += piece)
    results.push(...reader.push(bytes.subarray(from, from + piece)))
  results.push(...reader.end())
  return { results, report: reader.report() }
}
