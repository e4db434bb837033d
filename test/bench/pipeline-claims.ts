import type { SubmittedClaim } from '@claims-audit/contracts'
import { syntheticClaims } from '../e2e/synthetic-claims.ts'
import { hospitalNotes } from './hospital-notes.ts'

/** `coded`: some 1.5 KB of codes and lines. `notes`: the same with a note of 4 KB. */
export type Kind = 'coded' | 'notes'

const NOTE_LENGTH = 4_000
const NOTES = 500

/** Claims as JSON, with their keys; the same for the same seed. */
export function* pipelineClaims(kind: Kind, count: number, seed: number): Generator<{ key: string; id: string; value: string }> {
  const notes = kind === 'notes' ? hospitalNotes(seed)(NOTES) : []
  let at = 0
  for (const { documents: _, ...claim } of syntheticClaims(count, seed, `bench-${kind}`)) {
    const text = notes[at % NOTES]?.slice(0, NOTE_LENGTH)
    const value: SubmittedClaim = { ...claim, lines: lines(at), ...(text !== undefined && { documents: [{ id: 'D1', type: 'discharge-summary', date: '2026-02-06', text }] }) }
    at += 1
    yield { key: `${claim.tenant}:${claim.claimId}`, id: `${claim.claimId}-event`, value: JSON.stringify(value) }
  }
}

const REVENUE_CODES = ['0120', '0250', '0270', '0300', '0320', '0360', '0370', '0424', '0450', '0636']

function lines(at: number): NonNullable<SubmittedClaim['lines']> {
  return REVENUE_CODES.slice(at % 4).map((revenueCode, number) => ({ number: number + 1, revenueCode, units: 1 + (at % 3), charge: `${100 * (number + 1)}.00`, serviceDate: '2026-02-03' }))
}
