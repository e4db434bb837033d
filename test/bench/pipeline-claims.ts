import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { auditClaim, type Knowledge } from '@claims-audit/audit'
import { normalizeClaim } from '@claims-audit/claim'
import type { SubmittedClaim } from '@claims-audit/contracts'
import { openKnowledge } from '@claims-audit/reference'
import { syntheticClaims } from '../e2e/synthetic-claims.ts'
import { hospitalNotes } from './hospital-notes.ts'

/**
 * `coded`: some 1.4 KB of codes and lines, billed as they group but for one claim in five. `notes`: the same with a
 * note of 4 KB. `flawed`: codes and DRGs drawn without regard to each other, so that nearly every claim has a finding
 * that weighs: no hospital bills like that, and nothing is harder on the pipeline.
 */
export type Kind = 'coded' | 'notes' | 'flawed'

const NOTE_LENGTH = 4_000
const NOTES = 500
const ONE_IN = 5
/** Drawn, and no code at all. */
const NO_CODE = 'Q99.99'
/** Ventilation of more than four days, in stays of four. */
const TOO_LONG = '5A1955Z'

/** Claims as JSON, with their keys; the same for the same seed. */
export function* pipelineClaims(
  kind: Kind,
  count: number,
  seed: number,
): Generator<{ key: string; id: string; value: string }> {
  const notes = kind === 'notes' ? hospitalNotes(seed)(NOTES) : []
  const knowledge = openKnowledge()
  let at = 0
  for (const { documents: _, ...claim } of syntheticClaims(count, seed, `bench-${kind}`)) {
    const text = notes[at % NOTES]?.slice(0, NOTE_LENGTH)
    const drawn: SubmittedClaim = {
      ...claim,
      lines: lines(at),
      ...(text !== undefined && { documents: [{ id: 'D1', type: 'discharge-summary', date: '2026-02-06', text }] }),
    }
    const value = kind === 'flawed' || at % ONE_IN === 0 ? drawn : mended(drawn, knowledge)
    at += 1
    yield { key: `${claim.tenant}:${claim.claimId}`, id: `${claim.claimId}-event`, value: JSON.stringify(value) }
  }
}

/** Without what is plainly wrong with it, and billed as it groups and as its lines add up. */
function mended(drawn: SubmittedClaim, knowledge: Knowledge): SubmittedClaim {
  const claim = {
    ...drawn,
    totalCharge: totalOf(drawn.lines ?? []),
    diagnoses: drawn.diagnoses.filter(({ code }) => code !== NO_CODE),
    procedures: (drawn.procedures ?? []).filter(({ code }) => code !== TOO_LONG),
  }
  const audited = auditClaim(normalizeClaim({ ...claim, documents: [] }), knowledge)
  const drg = 'rejected' in audited ? undefined : audited.drg?.asSubmitted.finalDrg
  return { ...claim, ...(drg !== undefined && { billedDrg: drg }) }
}

const totalOf = (billed: NonNullable<SubmittedClaim['lines']>): string =>
  billed.reduce((sum, { charge }) => sum + Number(charge), 0).toFixed(2)

const REVENUE_CODES = ['0120', '0250', '0270', '0300', '0320', '0360', '0370', '0424', '0450', '0636']

function lines(at: number): NonNullable<SubmittedClaim['lines']> {
  return REVENUE_CODES.slice(at % 4).map((revenueCode, number) => ({
    number: number + 1,
    revenueCode,
    units: 1 + (at % 3),
    charge: `${100 * (number + 1)}.00`,
    serviceDate: '2026-02-03',
  }))
}

/** As JSON lines. */
export async function writeClaims(file: string, claims: Iterable<{ value: string }>): Promise<void> {
  await pipeline(Readable.from(linesOf(claims)), createWriteStream(file))
}

function* linesOf(claims: Iterable<{ value: string }>): Generator<string> {
  for (const { value } of claims) yield `${value}\n`
}
