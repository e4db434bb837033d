/**
 * Decides what it is asked, one request a line of stdin, as the api does: some at once, each in a transaction. A line of stdout says that a
 * request is answered. It may be killed at any moment; requests that were not answered come again.
 */
import { createInterface } from 'node:readline'
import { correctByVerdict } from '@claims-audit/audit'
import { laneOf } from '@claims-audit/event-log'
import { actOnFinding, openLedger } from '@claims-audit/ledger'
import type { VerdictRequest } from './verdicts.ts'

const ledger = await openLedger({ databaseUrl: process.env['DATABASE_URL'] ?? '', poolSize: 5 })

async function answer({ tenant, findingId, wanted }: VerdictRequest): Promise<void> {
  const actor = { tenant, person: wanted.person, facilities: null, roles: ['auditor'] as const }
  const done = await actOnFinding(ledger, actor, findingId, wanted, { laneOf, correct: correctByVerdict })
  const isDone = done !== undefined && 'actId' in done
  process.stdout.write(`${JSON.stringify({ actId: wanted.actId, isDone })}\n`)
}

for await (const line of createInterface({ input: process.stdin })) void answer(JSON.parse(line) as VerdictRequest)
